import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

export interface Call {
  /** The operation, such as `PutItem`. */
  readonly operation: string;
  readonly request: string;
  /** Nothing before the call is made. */
  readonly answer: string | undefined;
}

/** A road to an AWS endpoint that shows each call before it is made, and again with its answer before that is given. */
export async function startKillProxy(target: string, onCall: (call: Call) => void): Promise<string> {
  const server = createServer((request, response) => {
    pass(request, response).catch(() => request.socket.destroy());
  });

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await text(incoming);
    const operation = String(incoming.headers["x-amz-target"]).split(".").at(-1) ?? "";
    onCall({ operation, request, answer: undefined });
    const { "content-length": _, connection: __, host: ___, ...headers } = incoming.headers;
    const given = await fetch(`${target}${incoming.url}`, {
      method: "POST",
      headers: headers as Record<string, string>,
      body: request,
    });
    const answer = await given.text();
    onCall({ operation, request, answer });
    response.writeHead(given.status, { "content-type": given.headers.get("content-type") ?? "" }).end(answer);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
