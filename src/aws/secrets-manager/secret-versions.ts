import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from "@aws-sdk/client-secrets-manager";
import type { z } from "zod";
import { GatewayError } from "../../app/gateway-error.ts";
import type { SecretVersions } from "../../app/ports/secret.ts";
import { SecretShapeError } from "../../app/secrets/secret-shape-error.ts";
import { answerOf } from "../answer-of.ts";
import { boundedClient } from "../bounded-client.ts";

/** Slack waits three seconds for an answer: who has not been answered by then need not wait on. */
const bounds = { attempts: 2, connectionMilliseconds: 1000, requestMilliseconds: 2000 } as const;

/**
 * How long the value before still counts. Slack's requests are taken for five minutes after they were signed, so that all are out that
 * were signed before a rotation; a value that has leaked must not count for longer.
 */
const overlapMilliseconds = 10 * 60_000;

export function makeSecretsManagerClient(overrides: SecretsManagerClientConfig = {}): SecretsManagerClient {
  return new SecretsManagerClient({ ...boundedClient(bounds), ...overrides });
}

interface Asked<Value> {
  /** Its name or ARN. */
  readonly id: string;
  readonly schema: z.ZodType<Value>;
  readonly now: () => Date;
}

/**
 * The secret's value with the stage AWSCURRENT and, within ten minutes after that was made, AWSPREVIOUS; nothing where there is no
 * such secret or no value yet. Throws a `SecretShapeError` for a value that the schema does not take.
 */
export async function readSecretVersions<Value>(
  client: SecretsManagerClient,
  { id, schema, now }: Asked<Value>,
): Promise<SecretVersions<Value> | undefined> {
  const current = await findVersion("AWSCURRENT");
  if (!current) return undefined;
  const isNew = now().getTime() - current.createdAt.getTime() < overlapMilliseconds;
  const previous = isNew ? await findVersion("AWSPREVIOUS") : undefined;
  return {
    current: parse(current.text),
    // What was no secret before is none now.
    previous: previous && schema.safeParse(toValue(previous.text)).data,
  };

  async function findVersion(stage: string) {
    const command = new GetSecretValueCommand({ SecretId: id, VersionStage: stage });
    try {
      const { SecretString, CreatedDate } = await answerOf(
        "Secrets Manager GetSecretValue",
        client.send(command),
      );
      if (SecretString === undefined) throw new GatewayError("Secrets Manager gave no text");
      return { text: SecretString, createdAt: CreatedDate ?? new Date(0) };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  function parse(text: string): Value {
    const parsed = schema.safeParse(toValue(text));
    if (parsed.success) return parsed.data;
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new SecretShapeError(`The secret ${id} is not as it should be. ${problems.join("; ")}`);
  }
}

function toValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
