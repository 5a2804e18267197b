import "../slack/reaches-out.ts";
