import type { z } from "zod";
import type { Secret } from "../app/ports/secret.ts";
import { givenSecret, mapSecret } from "../app/secrets/given-secret.ts";
import { keepSecret } from "../app/secrets/keep-secret.ts";
import { type SlackSecret, slackSecretSchema } from "../app/secrets/slack-secret.ts";
import { type TeamsSecret, teamsSecretSchema } from "../app/secrets/teams-secret.ts";
import { makeSecretsManagerClient, readSecretVersions } from "../aws/secrets-manager/secret-versions.ts";
import { type Config, ConfigError, required } from "../config.ts";
import { systemClock } from "../wiring.ts";
import { type TeamsBot, toTeamsBot } from "./teams-bot.ts";

interface SecretLog {
  error(fields: object, message: string): void;
}

/**
 * What the bot shows Slack and what Slack signs with: by the secret's name, or as the environment of `npm start` gives it. Throws a
 * `ConfigError` where it gives half of it, or neither.
 */
export function wireSlackSecret(config: Config, log: SecretLog): Secret<SlackSecret> {
  const { botToken, signingSecret, secretId } = config.slack;
  if (botToken !== undefined) {
    return givenSecret({ botToken, signingSecret: required(signingSecret, "SLACK_SIGNING_SECRET") });
  }
  return kept(required(secretId, "SLACK_SECRET_ID"), slackSecretSchema, config, log);
}

/** What the bot is in Teams, found in the same way; without any value where Teams is not set up. */
export function wireTeamsBot(config: Config, log: SecretLog): Secret<TeamsBot> {
  return mapSecret(findTeamsSecret(config, log), (secret) => toTeamsBot(secret, config.teams));
}

function findTeamsSecret(config: Config, log: SecretLog): Secret<TeamsSecret> {
  const { appId, appPassword, appType, tenantIds, secretId } = config.teams;
  if (appId !== undefined) {
    if (tenantIds.length === 0) throw new ConfigError("TEAMS_TENANT_IDS: missing");
    const isOfOne = appType === "SingleTenant";
    if (isOfOne && tenantIds.length > 1)
      throw new ConfigError("TEAMS_TENANT_IDS: a SingleTenant bot has one tenant");
    const password = required(appPassword, "TEAMS_APP_PASSWORD");
    return givenSecret({ appId, appPassword: password, appType, tenantIds });
  }
  return secretId === undefined
    ? givenSecret<TeamsSecret>(undefined)
    : kept(secretId, teamsSecretSchema, config, log);
}

function kept<Value>(
  id: string,
  schema: z.ZodType<Value>,
  { secretAgeSeconds }: Config,
  log: SecretLog,
): Secret<Value> {
  const client = makeSecretsManagerClient();
  return keepSecret(() => readSecretVersions(client, { ...systemClock, id, schema }), {
    ...systemClock,
    ageSeconds: secretAgeSeconds,
    onFailure: (error) =>
      log.error({ err: error, secret_id: id }, "a secret could not be read again, and counts as it was"),
  });
}
