import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
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

/** Stands on a free port before an endpoint of AWS or Slack and names every call that goes through. */
export async function startRecordingProxy(target: string, passage: Passage): Promise<RecordingProxy> {
  const server = createServer((request, response) => {
    pass(request, response).catch(() => request.socket.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const came = await buffer(request);
    const body = passage.reworded?.(request, came) ?? came;
    const call = callOf(request, body);
    if (!passage.beforeCall(call)) return;
    // A caller that is gone waits for nothing: its long poll must not take a message from the next one.
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const answer = await fetch(new URL(request.url ?? "/", target), {
      method: request.method ?? "POST",
      headers: forwarded(request),
      ...(body.length > 0 && { body: new Uint8Array(body) }),
      signal: gone.signal,
    });
    const text = await answer.text();
    if (!passage.afterCall({ ...call, answer: text })) return;
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(text);
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
