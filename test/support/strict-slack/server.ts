import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { breaksTheAnswer, type Fault, type Faults } from "./faults.ts";
import { type Args, readArgs } from "./request-body.ts";
import { respond } from "./response-url.ts";
import { SlackRefusal } from "./slack-refusal.ts";
import { callMethod } from "./web-api.ts";
import type { Workspace } from "./workspace.ts";

export type ServerOptions = {
  readonly slack: Workspace;
  readonly faults: Faults;
  readonly botToken: string;
};

type Answer = { readonly status: number; readonly body: unknown; readonly error?: string };

/** A lookup that finds nobody is an answer, not a broken rule. */
const ordinaryMisses: readonly string[] = ["users_not_found"];

function checkToken(authorization: string | undefined, args: Args, botToken: string): void {
  const token = authorization?.replace(/^Bearer /, "") ?? args.token;
  if (token === undefined) throw new SlackRefusal("not_authed");
  if (token !== botToken) throw new SlackRefusal("invalid_auth");
}

function refuse(slack: Workspace, method: string, error: unknown): Answer {
  if (!(error instanceof SlackRefusal)) throw error;
  const { code, details } = error;
  if (!ordinaryMisses.includes(code)) slack.failures.push({ method, error: code, messages: details });
  const body = {
    ok: false,
    error: code,
    ...(details.length > 0 && {
      errors: details,
      response_metadata: { messages: details.map((text) => `[ERROR] ${text}`) },
    }),
  };
  const isUrl = method === "response_url";
  return { status: isUrl ? (code.endsWith("_url") ? 404 : 400) : 200, body, error: code };
}

function faultAnswer({ status, error, retryAfter }: Fault): Answer | undefined {
  if (error !== undefined) return { status: status ?? 200, body: { ok: false, error }, error };
  if (status === undefined && retryAfter === undefined) return undefined;
  const code = status ?? 429;
  const name = code === 429 ? "ratelimited" : `http_${code}`;
  return { status: code, body: { ok: false, error: name }, error: name };
}

function send(response: ServerResponse, { status, body }: Answer, retryAfter?: number): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/json; charset=utf-8");
  if (retryAfter !== undefined) response.setHeader("retry-after", String(retryAfter));
  response.end(JSON.stringify(body));
}

async function handle(
  { slack, faults, botToken }: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const { pathname } = new URL(request.url ?? "/", "http://slack");
  const responseId = /^\/response\/(.+)$/.exec(pathname)?.[1];
  const method = responseId === undefined ? pathname.replace(/^\/api\//, "") : "response_url";
  let args: Args = {};
  const work = (): Answer => {
    try {
      if (responseId !== undefined) {
        respond(slack, responseId, args);
        return { status: 200, body: { ok: true } };
      }
      checkToken(request.headers.authorization, args, botToken);
      return { status: 200, body: { ok: true, ...callMethod(slack, method, args) } };
    } catch (error) {
      return refuse(slack, method, error);
    }
  };
  try {
    args = await readArgs(request);
  } catch (error) {
    return send(response, refuse(slack, method, error));
  }

  const fault = faults.take(method, args.channel);
  if (fault?.delayMs) await delay(fault.delayMs);
  const broken = breaksTheAnswer(fault);
  const done = broken && !fault.after ? undefined : work();
  const answer = broken ? faultAnswer(fault) : done;

  const { token: _token, ...shown } = args;
  const error = broken ? (answer?.error ?? "connection_cut") : done?.error;
  slack.calls.push({ method, args: shown, ...(error !== undefined && { error }) });
  if (answer) send(response, answer, fault?.retryAfter);
  else request.socket.destroy();
}

/** The Web API and the response URLs over HTTP on a free port of 127.0.0.1. */
export async function listen(
  options: ServerOptions,
): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer((request, response) => {
    handle(options, request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      options.slack.failures.push({ method: request.url ?? "", error: "fatal_error", messages: [message] });
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP port");
  return { server, origin: `http://127.0.0.1:${address.port}` };
}
