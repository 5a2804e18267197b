import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { findRoute } from "./find-route.ts";
import { type HttpAnswer, jsonAnswer, toHttpAnswer } from "./http-answer.ts";
import { toHttpEvent } from "./http-event.ts";
import type { IamAuthorizer } from "./iam-authorizer.ts";
import type { Invoke, Report, Running } from "./invoke.ts";

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly functionName: string;
  readonly invoke: Invoke;
  /** Only who has signed may come in; everybody, where it is left out. */
  readonly authorizer?: "aws_iam" | undefined;
}

export interface HttpGatewayOptions {
  readonly routes: readonly Route[];
  readonly report: Report;
  /** Tells who has signed a request; without it nobody comes in where a signature is needed. */
  readonly authorize?: IamAuthorizer | undefined;
  /** A free port when left out. */
  readonly port?: number;
  /** How long a handler may take before the caller is answered 503; API Gateway's is 30 seconds. */
  readonly timeoutMs?: number;
}

const maxBodyBytes = 10 * 1_024 * 1_024;

/** Stands where API Gateway's HTTP API stands: each request becomes an event, each result an answer. */
export async function startHttpGateway({
  routes,
  report,
  authorize,
  port = 0,
  timeoutMs = 30_000,
}: HttpGatewayOptions): Promise<Running & { readonly url: string }> {
  const server = createServer(async (request, response) => {
    try {
      send(response, await answer(request), server.listening);
    } catch {
      response.destroy();
    }
  });

  async function answer(request: IncomingMessage): Promise<HttpAnswer> {
    const url = new URL(`http://localhost${request.url ?? "/"}`);
    const found = findRoute(routes, request.method ?? "GET", url.pathname);
    const body = await readBody(request);
    if (found === undefined) return jsonAnswer(404, { message: "Not Found" });
    if (body === undefined) return jsonAnswer(413, { message: "Request Entity Too Large" });
    const { route, pathParameters } = found;
    const identity = route.authorizer && (await authorize?.(request, url, body));
    if (route.authorizer && !identity) return jsonAnswer(403, { message: "Forbidden" });
    try {
      const event = toHttpEvent(request, url, body, {
        method: route.method,
        path: route.path,
        pathParameters,
        identity,
      });
      const result = route.invoke(event).then(toHttpAnswer);
      return await within(timeoutMs, result);
    } catch (error) {
      report({ functionName: route.functionName, error });
      return jsonAnswer(500, { message: "Internal Server Error" });
    }
  }

  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The gateway listens on no port");

  let closed: Promise<unknown> | undefined;
  function close(): Promise<unknown> {
    server.close();
    return once(server, "close");
  }

  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      closed ??= close();
      await closed;
    },
  };
}

async function within(milliseconds: number, answer: Promise<HttpAnswer>): Promise<HttpAnswer> {
  const { promise, resolve } = Promise.withResolvers<HttpAnswer>();
  const unavailable = jsonAnswer(503, { message: "Service Unavailable" });
  const timer = setTimeout(() => resolve(unavailable), milliseconds);
  return Promise.race([answer, promise]).finally(() => clearTimeout(timer));
}

/** Undefined when the body is too large; it is read to its end all the same, so that the caller gets the answer. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= maxBodyBytes) chunks.push(chunk);
  }
  return length <= maxBodyBytes ? Buffer.concat(chunks) : undefined;
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer, keepAlive: boolean): void {
  response.writeHead(status, {
    ...headers,
    "content-length": body.length,
    ...(!keepAlive && { connection: "close" }),
  });
  response.end(body);
}
