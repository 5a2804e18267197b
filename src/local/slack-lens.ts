import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Part } from "./parts/part.ts";

export interface SlackLens extends Part {
  /** The Web API as the bot sees it. */
  readonly apiUrl: string;
  /** The bot as local-slack sees it. */
  readonly botUrl: string;
  /** Where local-slack's Web API is, with a slash at its end. */
  aimAtSlack(apiUrl: string): void;
  /** Where the bot takes requests. */
  aimAtBot(requestUrl: string): void;
}

const dateToken = /<!date\^\d+\^[^|>]*\|([^>]*)>/g;
const apiPath = "/api/";

/** About one connection or one body's encoding, so not to be passed on. */
const ownHeaders: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "transfer-encoding",
]);

/** The app as Slack knows it, and local-slack does not. */
interface InstalledApp {
  readonly botToken: string;
  readonly scopes: readonly string[];
}

/**
 * Stands between the bot and local-slack, whose page shows Slack's `<!date^…|fallback>` as it is written: in what the bot
 * says, each is replaced by its fallback. local-slack takes any token and names no scopes: with an `app`, another token is refused
 * as Slack does it, and every answer names the app's scopes. Everything else passes untouched, failures too; 502 where nobody
 * answers.
 */
export async function startSlackLens(port: number, app?: InstalledApp): Promise<SlackLens> {
  let slackApi: string | undefined;
  let bot: string | undefined;
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
    const isForSlack = path.startsWith(apiPath);
    const target = isForSlack ? slackApi && `${slackApi}${path.slice(apiPath.length)}` : bot;
    if (target === undefined) throw new Error("The lens is not aimed yet");
    const headers = passedOn(Object.entries(request.headers));
    const body = await buffer(request);
    if (app && isForSlack && isOfAnother(app, request)) {
      response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
      response.end('{"ok":false,"error":"invalid_auth"}');
      return;
    }
    const answer = await fetch(target, {
      method: request.method ?? "POST",
      headers,
      redirect: "manual",
      ...(body.length > 0 && { body: bytes(isForSlack ? withoutDateTokens(headers, body) : body) }),
    });
    const said = Buffer.from(await answer.arrayBuffer());
    const answerHeaders = passedOn(answer.headers);
    if (app && isForSlack) answerHeaders.set("x-oauth-scopes", app.scopes.join(","));
    response.writeHead(answer.status, Object.fromEntries(answerHeaders));
    response.end(isForSlack ? said : withoutDateTokens(answerHeaders, said));
  }

  return {
    name: "Slack lens",
    url,
    apiUrl: `${url}${apiPath}`,
    botUrl: `${url}/slack/events`,
    aimAtSlack: (apiUrl) => {
      slackApi = apiUrl;
    },
    aimAtBot: (requestUrl) => {
      bot = requestUrl;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function isOfAnother({ botToken }: InstalledApp, { headers }: IncomingMessage): boolean {
  return headers.authorization !== undefined && headers.authorization !== `Bearer ${botToken}`;
}

function passedOn(headers: Iterable<readonly [string, string | readonly string[] | undefined]>): Headers {
  const passed = new Headers();
  for (const [name, value] of headers) {
    if (typeof value === "string" && !ownHeaders.has(name)) passed.set(name, value);
  }
  return passed;
}

/** A form holds the blocks as JSON in a field, so each field is read before it is replaced. */
function withoutDateTokens(headers: Headers, body: Buffer): Buffer {
  const type = headers.get("content-type") ?? "";
  const text = body.toString("utf8");
  if (type.startsWith("application/json")) return Buffer.from(text.replace(dateToken, "$1"));
  if (!type.startsWith("application/x-www-form-urlencoded")) return body;
  const fields = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(text)) fields.append(name, value.replace(dateToken, "$1"));
  return Buffer.from(fields.toString());
}

function bytes(body: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(body);
}
