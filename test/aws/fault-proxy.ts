import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** What becomes of one call; a body can be rewritten on its way. */
export type Fate =
  | { readonly kind: "pass"; readonly rewrite?: (body: string) => string }
  | {
      readonly kind: "lose-answer";
      readonly rewrite?: (body: string) => string;
      readonly after?: () => Promise<void>;
    }
  | { readonly kind: "answer"; readonly status: number; readonly body: string; readonly type?: string }
  | { readonly kind: "hang" };

/**
 * Stands between a client and an endpoint for one test. `fateOf` is asked for each call, with the name of its operation
 * and how many calls of that name came before.
 */
export async function startFaultProxy(target: string, fateOf: (operation: string, nth: number) => Fate) {
  const seen: { readonly operation: string; readonly body: string }[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await buffer(request)).toString("utf8");
    const operation = String(request.headers["x-amz-target"] ?? "").replace(/^.*\./, "");
    const fate = fateOf(operation, seen.filter((call) => call.operation === operation).length);
    seen.push({ operation, body });
    if (fate.kind === "hang") return;
    if (fate.kind === "answer") {
      response.writeHead(fate.status, { "content-type": fate.type ?? "application/x-amz-json-1.0" });
      response.end(fate.body);
      return;
    }
    const { host: _, "content-length": __, connection: ___, ...headers } = request.headers;
    const forwarded = await fetch(target + request.url, {
      method: request.method ?? "POST",
      headers: headers as Record<string, string>,
      body: fate.rewrite?.(body) ?? body,
    });
    const answered = Buffer.from(await forwarded.arrayBuffer());
    if (fate.kind === "lose-answer") {
      await fate.after?.();
      request.socket.destroy();
      return;
    }
    response.writeHead(forwarded.status, { "content-type": forwarded.headers.get("content-type") ?? "" });
    response.end(answered);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}
