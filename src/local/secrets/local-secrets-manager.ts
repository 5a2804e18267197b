import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { serveLocally } from "../parts/serve-locally.ts";
import { openSecretBook, type SecretBook } from "./secret-book.ts";
import { SecretsError } from "./secrets-error.ts";

interface LocalSecretsManager {
  readonly url: string;
  stop(): Promise<void>;
}

interface LocalSecretsManagerOptions {
  /** Where the secrets are kept. */
  readonly file: string;
  /** A free one by default. */
  readonly port?: number;
}

const createSchema = z.object({ Name: z.string().regex(/^[\w/+=.@-]{1,512}$/) });
const idSchema = z.object({ SecretId: z.string().min(1).max(2048) });
const getSchema = idSchema.extend({ VersionStage: z.string().default("AWSCURRENT") });
const putSchema = idSchema.extend({
  SecretString: z.string().min(1).max(65_536),
  ClientRequestToken: z.string().min(32).max(64),
  VersionStages: z.array(z.string()).min(1).default(["AWSCURRENT"]),
});

/**
 * Starts a small stand-in for AWS Secrets Manager on 127.0.0.1 in the JSON protocol: CreateSecret without a value, DescribeSecret,
 * PutSecretValue and GetSecretValue with the stages AWSCURRENT and AWSPREVIOUS.
 */
export async function startLocalSecretsManager({
  file,
  port = 0,
}: LocalSecretsManagerOptions): Promise<LocalSecretsManager> {
  const book = openSecretBook(file);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: unknown = JSON.parse(await text(request));
    const action = request.headers["x-amz-target"]?.toString().replace("secretsmanager.", "");
    try {
      send(response, 200, resultOf(book, action, body));
    } catch (error) {
      if (!(error instanceof SecretsError)) throw error;
      send(response, 400, { __type: error.code, Message: error.message });
    }
  }

  return serveLocally(answer, port);
}

function resultOf(book: SecretBook, action: string | undefined, body: unknown): object {
  switch (action) {
    case "CreateSecret": {
      const { Name } = parse(createSchema, body);
      book.create(Name);
      return { Name, ARN: book.arnOf(Name) };
    }
    case "DescribeSecret": {
      const Name = book.nameOf(parse(idSchema, body).SecretId);
      const stages = book.versionsOf(Name).map(({ id, stages }) => [id, stages]);
      return { Name, ARN: book.arnOf(Name), VersionIdsToStages: Object.fromEntries(stages) };
    }
    case "GetSecretValue":
      return get(book, parse(getSchema, body));
    case "PutSecretValue":
      return put(book, parse(putSchema, body));
    default:
      throw new SecretsError("InvalidAction", `${action} is not here`);
  }
}

function get(book: SecretBook, { SecretId, VersionStage }: z.infer<typeof getSchema>): object {
  const Name = book.nameOf(SecretId);
  const version = book.versionsOf(Name).find(({ stages }) => stages.includes(VersionStage));
  if (!version) {
    throw new SecretsError(
      "ResourceNotFoundException",
      `Secrets Manager can't find the specified secret value for staging label: ${VersionStage}`,
    );
  }
  return {
    Name,
    ARN: book.arnOf(Name),
    VersionId: version.id,
    VersionStages: version.stages,
    SecretString: version.text,
    CreatedDate: version.createdAt,
  };
}

/** The same token stands for the same call, however often it comes. */
function put(book: SecretBook, asked: z.infer<typeof putSchema>): object {
  const { SecretId, SecretString: text, ClientRequestToken: id, VersionStages: stages } = asked;
  const Name = book.nameOf(SecretId);
  const same = book.versionsOf(Name).find((version) => version.id === id);
  if (same && same.text !== text) {
    throw new SecretsError("ResourceExistsException", "A version with this token has another value.");
  }
  if (!same) book.put(Name, { id, text, stages, createdAt: Date.now() / 1000 });
  return { Name, ARN: book.arnOf(Name), VersionId: id, VersionStages: same?.stages ?? stages };
}

function parse<Value>(schema: z.ZodType<Value>, body: unknown): Value {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new SecretsError("InvalidParameterException", z.prettifyError(parsed.error));
}

function send(response: ServerResponse, status: number, content: object): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(content));
}
