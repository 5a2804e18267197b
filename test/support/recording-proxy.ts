import { once } from "node:events";
import { Agent, request as call, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { callOf, forwarded, type ProxiedCall } from "./proxied-call.ts";

export interface AnsweredCall extends ProxiedCall {
  readonly answer: string;
}

/**
 * What stands in the way of the calls. Each says whether the call may go on; where not, the caller hears nothing more: it is
 * being killed, and its connection ends with it.
 */
export interface Passage {
  readonly beforeCall: (call: ProxiedCall) => boolean;
  readonly afterCall: (call: AnsweredCall) => boolean;
  /** The body that goes on in place of the one that came. */
  readonly reworded?: (request: IncomingMessage, body: Buffer) => Buffer;
}

export interface RecordingProxy {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Stands on a free port before an endpoint of AWS, Slack or Teams and names every call that goes through. */
export async function startRecordingProxy(target: string, passage: Passage): Promise<RecordingProxy> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    pass(request, response).catch(() => request.socket.destroy());
  }).listen(0, "127.0.0.1");
  // No caller meets a connection that is being closed because it was idle.
  server.keepAliveTimeout = 600_000;
  await once(server, "listening");

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const came = await bytesOf(request);
    const body = passage.reworded?.(request, came) ?? came;
    const made = callOf(request, body);
    if (!passage.beforeCall(made)) return;
    const answer = await forward(request, body, response);
    const bytes = await bytesOf(answer);
    if (!passage.afterCall({ ...made, answer: bytes.toString("utf8") })) return;
    response.writeHead(answer.statusCode ?? 502, { "content-type": answer.headers["content-type"] ?? "" });
    response.end(bytes);
  }

  async function forward(
    request: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ): Promise<IncomingMessage> {
    const onward = call(new URL(request.url ?? "/", target), {
      agent,
      method: request.method,
      headers: { ...forwarded(request), "content-length": body.length },
    });
    // A caller that is gone waits for nothing: its long poll must not take a message from the next one.
    response.once("close", () => {
      if (!response.writableFinished) onward.destroy();
    });
    onward.end(body);
    try {
      const [answer] = (await once(onward, "response")) as [IncomingMessage];
      return answer;
    } catch (error) {
      // The endpoint was just closing that idle connection, and has heard nothing.
      if (!onward.reusedSocket || !isReset(error)) throw error;
      return forward(request, body, response);
    }
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await once(server, "close");
    },
  };
}

function isReset(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNRESET";
}

/** Everything goes through here, and `node:stream/consumers` takes several times as long. */
async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  message.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(message, "end");
  return Buffer.concat(chunks);
}
