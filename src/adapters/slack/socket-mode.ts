import { SocketModeReceiver } from "@slack/bolt";
import { makeSlackApp, type SlackAppOptions } from "./slack-app.ts";
import { slackClientOptions } from "./slack-client.ts";
import { toSlackLogger } from "./slack-log.ts";

export interface SlackSocketModeOptions extends SlackAppOptions {
  /** An app-level token with `connections:write`. */
  readonly appToken: string;
}

/**
 * The same listeners over Slack's Socket Mode: an outbound WebSocket instead of a public address, for a process that stays
 * alive. Resolves once connected; the connection is made anew when it breaks.
 */
export async function startSlackSocketMode({
  appToken,
  ...options
}: SlackSocketModeOptions): Promise<{ readonly stop: () => Promise<void> }> {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: toSlackLogger(options.log),
    installerOptions: { clientOptions: slackClientOptions(options) },
    customPropertiesExtractor: ({ envelope_id }) => ({ traceId: envelope_id }),
  });
  const app = makeSlackApp(options, receiver);
  await app.start();
  return {
    stop: async () => {
      await app.stop();
    },
  };
}
