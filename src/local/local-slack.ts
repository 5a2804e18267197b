import { join } from "node:path";
import type { z } from "zod";
import type { storedSlackSecretSchema } from "../app/secrets/slack-secret.ts";
import { readConfig } from "../config.ts";
import { readManifestScopes } from "../manifests/slack-manifest.ts";
import { wireEventPublisher, wireStores } from "../wiring.ts";
import type { Running } from "./host/invoke.ts";
import { findFreePort } from "./parts/free-port.ts";
import { startSlack } from "./parts/slack.ts";
import { openSlackSecrets } from "./parts/slack-secrets.ts";
import { acmeWorkspace } from "./parts/workspace.ts";
import { preferredPort } from "./port-plan.ts";
import { restoreChat } from "./restore-chat.ts";
import { startSlackLens } from "./slack-lens.ts";

export interface LocalSlack extends Running {
  /** The page. */
  readonly url: string;
  /** What the handlers need to speak to it, beside its secret. */
  readonly environment: Readonly<Record<string, string>>;
  /** What Slack's secret is in it, as that is stored. */
  readonly secret: z.infer<typeof storedSlackSecretSchema>;
  /** Has the unfinished requests of an earlier start shown again; returns how many. Call it once the environment is set. */
  restore(): Promise<number>;
  /** From here on what people do in it goes to the bot. */
  connect(botUrl: string): void;
}

/** Starts Acme's workspace with the bot installed in it, its page on the port or the next free one. */
export async function startLocalSlack(dataFolder: string, port: number): Promise<LocalSlack> {
  const secrets = await openSlackSecrets(dataFolder);
  const app = { botToken: secrets.botToken, scopes: await readManifestScopes() };
  const lens = await startSlackLens(await findFreePort(preferredPort(port, "lens")), app);
  try {
    const configFile = join(dataFolder, "slack.yaml");
    const slack = await startSlack({ port, configFile, workspace: acmeWorkspace(lens.botUrl, secrets) });
    lens.aimAtSlack(`${slack.url}/api/`);
    return {
      url: slack.url,
      environment: { SLACK_API_URL: lens.apiUrl },
      secret: { bot_token: secrets.botToken, signing_secret: secrets.signingSecret },
      restore: () => {
        const config = readConfig();
        const publisher = wireEventPublisher(config);
        return restoreChat({ ...wireStores(config), publisher, tenant: config.tenant });
      },
      connect: lens.aimAtBot,
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
