import {
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { answerOf } from "../answer-of.ts";

/** Gives the secret a new value, which counts from now on; false where there is no such secret. */
export async function putSecret(client: SecretsManagerClient, id: string, value: object): Promise<boolean> {
  const command = new PutSecretValueCommand({ SecretId: id, SecretString: JSON.stringify(value) });
  try {
    await answerOf("Secrets Manager PutSecretValue", client.send(command));
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}
