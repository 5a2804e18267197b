import {
  CreateSecretCommand,
  ResourceExistsException,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { SecretProperties } from "./resource-schemas.ts";

/** Creates the secret without a value, leaves one that is there as it is, and gives its name; without a client the name alone. */
export async function provisionSecret(
  { Name }: SecretProperties,
  client: SecretsManagerClient | undefined,
): Promise<string> {
  try {
    await client?.send(new CreateSecretCommand({ Name }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
  }
  return Name;
}
