import type { z } from "zod";
import { makeSlackInspector } from "../../adapters/slack/slack-inspector.ts";
import { makeAccessToken } from "../../adapters/teams/access-token.ts";
import { GatewayError } from "../../app/gateway-error.ts";
import { givenSecret } from "../../app/secrets/given-secret.ts";
import { storedSlackSecretSchema } from "../../app/secrets/slack-secret.ts";
import { storedTeamsSecretSchema, teamsSecretSchema } from "../../app/secrets/teams-secret.ts";
import type { Config } from "../../config.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { readManifestScopes } from "../../manifests/slack-manifest.ts";
import { toTeamsBot } from "../../wiring/teams-bot.ts";
import { systemClock } from "../../wiring.ts";

/** What a chat's secret is made of, and how it is tried. */
export interface ChatSecret {
  readonly idOf: (config: Config) => string | undefined;
  /** By the names that are stored, what is asked for. */
  readonly questions: Readonly<Record<string, Question>>;
  readonly schema: z.ZodType<object>;
  /** What the chat says to it, in a sentence, good or bad; neither names any of it that is secret. */
  readonly tryOut: (value: object, config: Config) => Promise<Result<string, string>>;
  /** What only happens later shows. */
  readonly afterwards: string;
}

export interface Question {
  readonly text: string;
  readonly isHidden: boolean;
}

export const chatSecrets = {
  slack: {
    idOf: ({ slack }) => slack.secretId,
    questions: {
      bot_token: { text: "Bot User OAuth Token (OAuth & Permissions), xoxb-…", isHidden: true },
      signing_secret: { text: "Signing Secret (Basic Information)", isHidden: true },
    },
    schema: storedSlackSecretSchema,
    tryOut: trySlack,
    afterwards:
      "Whether the signing secret is right only Slack can show: type /rds-request help there. The one before counts for ten minutes more.",
  },
  teams: {
    idOf: ({ teams }) => teams.secretId,
    questions: {
      app_id: { text: "Microsoft App ID", isHidden: false },
      app_password: { text: "Client secret's value", isHidden: true },
      tenant_ids: { text: "Tenant IDs, with commas between them", isHidden: false },
      app_type: { text: "SingleTenant or MultiTenant", isHidden: false },
    },
    schema: storedTeamsSecretSchema,
    tryOut: tryTeams,
    afterwards: "Then take the client secret before out of Entra.",
  },
} as const satisfies Record<string, ChatSecret>;

async function trySlack(value: object, { slack }: Config): Promise<Result<string, string>> {
  const { bot_token: botToken } = storedSlackSecretSchema.parse(value);
  const [found, wanted] = await Promise.all([
    makeSlackInspector({ botToken, apiUrl: slack.apiUrl }).look(),
    readManifestScopes(),
  ]);
  if (!found.ok) return err(`Slack does not take the bot token: ${found.code}.`);
  const missing = wanted.filter((scope) => found.scopes?.includes(scope) === false);
  return missing.length > 0
    ? err(`The bot token lacks scopes: ${missing.join(", ")}. Install the app again by its manifest.`)
    : ok(`Slack takes the bot token: ${found.bot} in ${found.team}.`);
}

async function tryTeams(value: object, { teams }: Config): Promise<Result<string, string>> {
  const bot = toTeamsBot(teamsSecretSchema.parse(value), teams);
  try {
    await makeAccessToken(givenSecret(bot), systemClock.now)();
    return ok(`Microsoft's login takes the bot ${bot.appId}.`);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return err(`${error.message}.`);
  }
}
