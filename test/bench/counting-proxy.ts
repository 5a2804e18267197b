import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** One call of the AWS SDK. */
export interface CountedCall {
  /** As AWS names it, such as `PutItem`. */
  readonly operation: string;
  readonly request: string;
  readonly answer: string;
}

/** Stands on a free port before an endpoint of AWS, has DynamoDB say what each call consumes, and tells of each call that was answered. */
export async function startCountingProxy(target: string, onCall: (call: CountedCall) => void) {
  const server = createServer((request, response) => {
    pass(request, response).catch(() => request.socket.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const { operation, text } = askForUnits(request, body.toString("utf8"));
    // A caller that is gone waits for nothing: its long poll must not take a message from the next one.
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const answer = await fetch(new URL(request.url ?? "/", target), {
      method: request.method ?? "POST",
      headers: headersOf(request),
      ...(text.length > 0 && { body: text }),
      signal: gone.signal,
    });
    const answered = await answer.text();
    onCall({ operation, request: text, answer: answered });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(answered);
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

const consuming = new Set(["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "TransactWriteItems"]);

function askForUnits({ headers }: IncomingMessage, text: string) {
  const target = headers["x-amz-target"];
  if (typeof target !== "string")
    return { operation: new URLSearchParams(text).get("Action") ?? "another", text };
  const operation = target.replace(/^.*\./, "");
  if (!target.startsWith("DynamoDB_") || !consuming.has(operation)) return { operation, text };
  return { operation, text: JSON.stringify({ ...JSON.parse(text), ReturnConsumedCapacity: "INDEXES" }) };
}

function headersOf({ headers }: IncomingMessage): Headers {
  const kept = new Headers();
  const own = ["host", "connection", "content-length", "transfer-encoding", "expect", "accept-encoding"];
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === "string" && !own.includes(name)) kept.set(name, value);
  }
  return kept;
}
