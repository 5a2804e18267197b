import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { putSecret } from "../../aws/secrets-manager/put-secret.ts";
import { required } from "../../config.ts";

interface Chat {
  /** As it is stored. */
  readonly secret: object;
}

/** Puts the secrets of the chats that run here where the handlers read them, as an operator does it for a deployment. */
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
    if (chat) await putSecret(client, required(environment[variable], variable), chat.secret);
  }
}
