import { once } from "node:events";
import {
  Agent,
  request as call,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { callOf, type ProxiedCall } from "../proxied-call.ts";
import type { AnsweredCall } from "../recording-proxy.ts";
import type { Service } from "./call-kind.ts";
import { errorAnswer } from "./error-answer.ts";
import type { Fault } from "./fault.ts";

const delayMs = 250;

export interface FaultProxyOptions {
  readonly service: Service;
  readonly target: string;
  readonly fateOf: (call: ProxiedCall) => Fault | undefined;
  /** Told of each call that has arrived; a doubled one once. */
  readonly onDone: (call: AnsweredCall) => void;
}

/** Stands on a free port between the handlers and an endpoint of AWS, and does to each call what its fate is. */
export async function startFaultProxy({ service, target, fateOf, onDone }: FaultProxyOptions) {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    pass(request, response).catch(() => request.socket.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const named = callOf(request, body);
    const fault = fateOf(named);
    const refuse = (given: Parameters<typeof errorAnswer>[0]) => {
      const isJson = request.headers["x-amz-target"] !== undefined;
      const { status, type, body: text } = errorAnswer(given, service, named, isJson);
      response.writeHead(status, { "content-type": type }).end(text);
    };
    if (fault === "drop-before") return void request.socket.destroy();
    if (fault === "throttle" || fault === "fail-before" || fault === "conflict") return refuse(fault);
    if (fault === "delay") await sleep(delayMs);

    const gone = new AbortController();
    if (fault === undefined) response.once("close", () => gone.abort());
    const answer = await send(request, body, gone.signal);
    if (fault === "double") await send(request, body, gone.signal);
    onDone({ ...named, answer: answer.body.toString("utf8") });
    if (fault === "drop-after") return void request.socket.destroy();
    if (fault === "fail-after") return refuse(fault);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  /** By the plain client: what makes `fetch` handy costs more than all that a story does besides. */
  async function send(request: IncomingMessage, body: Buffer, signal: AbortSignal) {
    const headers = without(request.headers, ["host", "connection", "expect"]);
    const sent = call(new URL(request.url ?? "/", target), {
      method: request.method,
      headers,
      agent,
      signal,
    });
    sent.end(body);
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    const answered = without(answer.headers, ["connection", "keep-alive", "transfer-encoding"]);
    return { status: answer.statusCode ?? 502, headers: answered, body: await buffer(answer) };
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      agent.destroy();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** Without those that are about one connection alone. */
function without(headers: IncomingHttpHeaders, names: readonly string[]): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
