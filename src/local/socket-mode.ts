import { startSlackSocketMode } from "../adapters/slack/socket-mode.ts";
import { readConfig, required } from "../config.ts";
import { makeLog } from "../log.ts";
import { wireSlackSecret } from "../wiring/wire-secrets.ts";
import { wireUseCases } from "../wiring.ts";
import type { Running } from "./host/invoke.ts";
import { PartStartError } from "./parts/part.ts";

/**
 * Listens to a Slack workspace over Socket Mode, for a machine without a public address. Reads the environment when called;
 * throws a `PartStartError` when Slack does not let it in.
 */
export async function startSocketMode(): Promise<Running> {
  const config = readConfig();
  const { appToken, apiUrl } = config.slack;
  const log = makeLog(config.log, "slack");
  const options = {
    ...wireUseCases(config),
    log,
    secret: wireSlackSecret(config, log),
    appToken: required(appToken, "SLACK_APP_TOKEN"),
    apiUrl,
  };
  try {
    return await startSlackSocketMode(options);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PartStartError(
      `Slack did not open a Socket Mode connection: ${reason}. SLACK_APP_TOKEN has to be an app-level token with connections:write.`,
      { cause },
    );
  }
}
