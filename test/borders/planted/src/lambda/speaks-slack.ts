import "@slack/bolt";
