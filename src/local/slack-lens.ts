import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Part } from "./parts/part.ts";

/** Where the lens passes things on to. */
export interface LensTargets {
  /** local-slack's Web API, with a slash at its end. */
  readonly slackApi: string;
  /** The bot's request URL. */
  readonly bot: string;
}

export interface SlackLens extends Part {
  /** The Web API as the bot sees it. */
  readonly apiUrl: string;
  /** The bot as local-slack sees it. */
  readonly botUrl: string;
  aimAt(targets: LensTargets): void;
}

const dateToken = /<!date\^\d+\^[^|>]*\|([^>]*)>/g;

/**
 * Stands between the bot and local-slack, whose page shows Slack's `<!date^…|fallback>` as it is written: on the way
 * through, each is replaced by its fallback. Everything else passes untouched.
 */
export async function startSlackLens(port: number): Promise<SlackLens> {
  let targets: LensTargets | undefined;
  const server = createServer((request, response) => {
    pass(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(502);
      response.end();
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : port}`;

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    if (!targets) throw new Error("The lens is not aimed yet");
    const toSlack = path.startsWith("/api/");
    const target = toSlack ? new URL(path.slice("/api/".length), targets.slackApi).href : targets.bot;
    const body = await buffer(request);
    const answer = await fetch(target, {
      method: request.method ?? "POST",
      headers: passedOn(request),
      ...(body.length > 0 && { body: toSlack ? withoutDateTokens(request, body) : new Uint8Array(body) }),
    });
    const text = await answer.text();
    const type = answer.headers.get("content-type");
    response.writeHead(answer.status, type ? { "content-type": type } : {});
    response.end(toSlack ? text : text.replace(dateToken, "$1"));
  }

  return {
    name: "Slack lens",
    url,
    apiUrl: `${url}/api/`,
    botUrl: `${url}/slack/events`,
    aimAt: (given) => {
      targets = given;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function passedOn({ headers }: IncomingMessage): Headers {
  const passed = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    const isOwn = ["host", "connection", "content-length", "transfer-encoding", "expect"].includes(name);
    if (typeof value === "string" && !isOwn) passed.set(name, value);
  }
  return passed;
}

/** A form holds the blocks as JSON in a field, so each field is read before it is replaced. */
function withoutDateTokens({ headers }: IncomingMessage, body: Buffer): string {
  const text = body.toString("utf8");
  if (!headers["content-type"]?.startsWith("application/x-www-form-urlencoded"))
    return text.replace(dateToken, "$1");
  const fields = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(text)) fields.append(name, value.replace(dateToken, "$1"));
  return fields.toString();
}
