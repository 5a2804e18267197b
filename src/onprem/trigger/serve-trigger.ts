import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { jsonObjectSchema } from "../../core/json.ts";
import { refusalText } from "../../core/refusal-text.ts";
import { ConfigFileError } from "../config-file-error.ts";
import { readTextFile } from "../read-config-file.ts";
import type { Trigger } from "./open-trigger.ts";
import { triggerAnswerOf } from "./trigger-answer.ts";

export interface ServedTrigger {
  readonly url: string;
  stop(): Promise<void>;
}

const mostBytes = 65_536;
const shortestToken = 32;

const bodySchema = z.strictObject({
  subject: z.string(),
  issue: z.string(),
  action: z.string(),
  parameters: jsonObjectSchema.default({}),
  /** The same for each copy of one request, so that a repeated one asks for nothing new. */
  correlation_id: z.string().exactOptional(),
});

interface Answer {
  readonly status: number;
  readonly content: object;
  readonly location?: string;
}

/**
 * Serves the trigger over HTTP: `POST /requests` asks, `GET /requests/{id}` tells how it stands; both want the bearer token.
 * Throws a `ConfigFileError` where the configuration says nothing of it, or has no proper token.
 */
export async function serveTrigger(
  trigger: Trigger,
  file: string,
  onError: (error: unknown) => void,
): Promise<ServedTrigger> {
  const { serve } = trigger.config;
  if (!serve) throw new ConfigFileError(file, ["serve: missing, and `--serve` needs it"]);
  const token = readTextFile(trigger.pathOf(serve.token_file), file).trim();
  if (token.length < shortestToken) {
    throw new ConfigFileError(file, [
      `serve.token_file: the token needs ${shortestToken} characters or more`,
    ]);
  }
  const expected = hashOf(`Bearer ${token}`);

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    const given = hashOf(request.headers.authorization ?? "");
    if (!timingSafeEqual(given, expected)) return problem(401, "The bearer token is missing or wrong.");
    const { pathname } = new URL(request.url ?? "/", "http://trigger");
    const [, id] = /^\/requests\/([\w-]{1,64})$/.exec(pathname) ?? [];
    if (pathname === "/requests" && request.method === "POST") return ask(request);
    if (id !== undefined && request.method === "GET") return show(id);
    if (pathname === "/requests" || id !== undefined)
      return problem(405, "POST /requests or GET /requests/{id}");
    return problem(404, "There is POST /requests and GET /requests/{id}.");
  }

  async function ask(request: IncomingMessage): Promise<Answer> {
    const text = await readBody(request);
    if (text === undefined) return problem(413, `The body is longer than ${mostBytes} bytes.`);
    const body = bodySchema.safeParse(parseJson(text));
    if (!body.success) return problem(400, z.prettifyError(body.error));
    const { correlation_id: correlationId = `trigger-${randomUUID()}`, ...asked } = body.data;
    const outcome = await trigger.ask({ ...asked, correlationId });
    if (!outcome.ok) return problem(422, refusalText(outcome.error));
    const content = triggerAnswerOf(outcome.value);
    return { status: 202, content, location: `/requests/${outcome.value.id}` };
  }

  async function show(id: string): Promise<Answer> {
    const request = await trigger.find(id);
    return request
      ? { status: 200, content: triggerAnswerOf(request) }
      : problem(404, "There is no such request.");
  }

  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5000 }, (request, response) => {
    answerTo(request)
      .catch((error: unknown) => {
        onError(error);
        return problem(503, "It could not be done now. Ask again with the same correlation_id.");
      })
      .then((answer) => send(response, answer))
      .catch(onError);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(serve.port, serve.host, resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : serve.port;
  return {
    url: `http://${serve.host.includes(":") ? `[${serve.host}]` : serve.host}:${port}`,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await closed;
    },
  };
}

function send(response: ServerResponse, { status, content, location }: Answer): void {
  response
    .writeHead(status, {
      "content-type": "application/json",
      "cache-control": "no-store",
      ...(location !== undefined && { location }),
      ...(status === 401 && { "www-authenticate": "Bearer" }),
      // What was not read of a body would be taken for the next request.
      ...(status >= 400 && { connection: "close" }),
    })
    .end(JSON.stringify(content));
}

function problem(status: number, detail: string): Answer {
  return { status, content: { status, detail } };
}

/** Nothing where it is too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > mostBytes) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of one length, whatever was sent. */
function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
