import { startSlackSocketMode } from "../adapters/slack/socket-mode.ts";
import { readConfig, required } from "../config.ts";
import { makeLog } from "../log.ts";
import { wireUseCases } from "../wiring.ts";
import type { Running } from "./host/invoke.ts";

/** Listens to a Slack workspace over Socket Mode, for a machine without a public address. Reads the environment when called. */
export async function startSocketMode(): Promise<Running> {
  const config = readConfig();
  const { botToken, appToken, apiUrl } = config.slack;
  return startSlackSocketMode({
    ...wireUseCases(config),
    log: makeLog(config.log, "slack"),
    botToken: required(botToken, "SLACK_BOT_TOKEN"),
    appToken: required(appToken, "SLACK_APP_TOKEN"),
    apiUrl,
  });
}
