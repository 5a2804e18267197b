import { join } from "node:path";
import { readConfig } from "../config.ts";
import { wireEventPublisher, wireStores } from "../wiring.ts";
import { findFreePort } from "./parts/free-port.ts";
import { startSlack } from "./parts/slack.ts";
import { openSlackSecrets } from "./parts/slack-secrets.ts";
import { acmeWorkspace } from "./parts/workspace.ts";
import { restoreChat } from "./restore-chat.ts";
import { startSlackLens } from "./slack-lens.ts";

export interface LocalSlack {
  /** The page. */
  readonly url: string;
  /** What the handlers need to speak to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Shows the unfinished requests of an earlier start again; returns how many. Call it once the environment is set. */
  restore(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts Acme's workspace with the bot installed in it, which answers at `botUrl`. */
export async function startLocalSlack(dataFolder: string, port: number, botUrl: string): Promise<LocalSlack> {
  const secrets = await openSlackSecrets(dataFolder);
  const lens = await startSlackLens(await findFreePort(port === 0 ? 0 : port + 6));
  try {
    const configFile = join(dataFolder, "slack.yaml");
    const slack = await startSlack({ port, configFile, workspace: acmeWorkspace(lens.botUrl, secrets) });
    lens.aimAt({ slackApi: `${slack.url}/api/`, bot: botUrl });
    return {
      url: slack.url,
      environment: {
        SLACK_BOT_TOKEN: secrets.botToken,
        SLACK_SIGNING_SECRET: secrets.signingSecret,
        SLACK_API_URL: lens.apiUrl,
      },
      restore: () => {
        const config = readConfig();
        const publisher = wireEventPublisher(config);
        return restoreChat({ ...wireStores(config), publisher, tenant: config.tenant });
      },
      stop: async () => {
        await slack.stop();
        await lens.stop();
      },
    };
  } catch (error) {
    await lens.stop();
    throw error;
  }
}
