import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import type { Certificate } from "./certificates.ts";

interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Answer = (response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

export const ok: Answer = (response) => void response.writeHead(204).end();

export function status(code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => void response.writeHead(code, headers).end();
}

/** A receiver of webhooks on this machine, by HTTPS with a certificate or else by HTTP, that answers as it is told. Gone with the test. */
export async function startReceiver(certificate: Certificate | undefined, answer: Answer = ok) {
  const received: Received[] = [];
  const connections = new Set<Socket>();
  let current = answer;
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const headers = Object.fromEntries(
      Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join()]),
    );
    received.push({ method: request.method ?? "", path: request.url ?? "", headers, body });
    await current(response, request);
  };
  const safely = (request: IncomingMessage, response: ServerResponse) => {
    listener(request, response).catch(() => request.socket.destroy());
  };
  const server = certificate ? createServer(certificate, safely) : createHttpServer(safely);
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => connections.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    for (const socket of connections) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(stop);
  return {
    port,
    received,
    /** How many connections are open. */
    open: () => connections.size,
    answers(next: Answer): void {
      current = next;
    },
    stop,
  };
}
