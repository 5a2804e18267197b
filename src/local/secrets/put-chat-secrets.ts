import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { putSecret } from "../../aws/secrets-manager/put-secret.ts";
import { ConfigError, required } from "../../config.ts";

interface Chat {
  /** As it is stored. */
  readonly secret: object;
}

/**
 * Puts the secrets of the chats that run here where the handlers read them, as an operator does it for a deployment. Throws a
 * `ConfigError` where the environment names a secret that is not there.
 */
export async function putChatSecrets(
  client: SecretsManagerClient,
  environment: Readonly<Record<string, string | undefined>>,
  { slack, teams }: { readonly slack: Chat | undefined; readonly teams: Chat | undefined },
): Promise<void> {
  const named = [
    ["SLACK_SECRET_ID", slack],
    ["TEAMS_SECRET_ID", teams],
  ] as const;
  for (const [variable, chat] of named) {
    if (!chat || (await putSecret(client, required(environment[variable], variable), chat.secret))) continue;
    throw new ConfigError(
      `${variable}: there is no such secret in the embedded Secrets Manager. Leave it out, or give AWS_ENDPOINT_URL_SECRETS_MANAGER, too.`,
    );
  }
}
