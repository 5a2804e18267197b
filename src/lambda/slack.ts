import { makeSlackHandler } from "../adapters/slack/slack-handler.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { wireSlackSecret } from "../wiring/wire-secrets.ts";
import { wireUseCases } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "slack");

/** Everything Slack sends over HTTP: commands, clicks and forms. */
export const handler = makeSlackHandler({
  ...wireUseCases(config),
  log,
  secret: wireSlackSecret(config, log),
  apiUrl: config.slack.apiUrl,
});
