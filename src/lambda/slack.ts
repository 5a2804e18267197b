import { makeSlackHandler } from "../adapters/slack/slack-handler.ts";
import { readConfig, required } from "../config.ts";
import { makeLog } from "../log.ts";
import { wireUseCases } from "../wiring.ts";

const config = readConfig();
const { botToken, signingSecret, apiUrl } = config.slack;

/** Everything Slack sends over HTTP: commands, clicks and forms. */
export const handler = makeSlackHandler({
  ...wireUseCases(config),
  log: makeLog(config.log, "slack"),
  botToken: required(botToken, "SLACK_BOT_TOKEN"),
  signingSecret: required(signingSecret, "SLACK_SIGNING_SECRET"),
  apiUrl,
});
