import "../../adapters/slack/reaches-out.ts";
