import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { type Answer, type ConnectorCall, findOperation, operations } from "./connector-api.ts";
import { breaksTheAnswer, type Fault, type Faults, usualCodes } from "./faults.ts";
import { TeamsRefusal } from "./teams-refusal.ts";
import type { Tenant } from "./tenant.ts";
import type { Tokens } from "./tokens.ts";

export type ServerOptions = {
  readonly tenant: Tenant;
  readonly tokens: Tokens;
  readonly faults: Faults;
  /** The seconds to wait before a message to the conversation, where it would be one too many. */
  readonly secondsToWait: (conversation: string) => number | undefined;
};

type Done = Answer & { readonly code?: string; readonly retryAfter?: number | undefined };

const sending: readonly string[] = ["post", "reply", "create", "update"];
/** Misses that a bot has to expect; they break no rule. */
const ordinary: readonly string[] = [
  "ConversationNotFound",
  "BotNotInConversationRoster",
  "ForbiddenOperationException",
  "ConversationBlockedByUser",
  "ActivityNotFoundInConversation",
  "MemberNotFoundInConversation",
  "Throttled",
];

function errorAnswer(
  status: number,
  code: string,
  details: readonly string[] = [],
  retryAfter?: number,
): Done {
  return { status, code, retryAfter, body: { error: { code, message: details.join("; ") || code } } };
}

function faultAnswer({ status, code, retryAfter }: Fault): Done | undefined {
  if (status === undefined && retryAfter === undefined) return undefined;
  const answered = status ?? 429;
  return errorAnswer(answered, code ?? usualCodes[answered] ?? `Status${answered}`, [], retryAfter);
}

function work({ tenant, secondsToWait }: ServerOptions, call: ConnectorCall): Done {
  try {
    const seconds = sending.includes(call.operation) ? secondsToWait(call.conversation) : undefined;
    if (seconds !== undefined) return errorAnswer(429, "Throttled", [], seconds);
    const operation = operations[call.operation];
    if (!operation) throw new TeamsRefusal(404, "NotFound");
    return operation(tenant, call);
  } catch (error) {
    if (!(error instanceof TeamsRefusal)) throw error;
    const { status, code, details } = error;
    if (!ordinary.includes(code))
      tenant.failures.push({ operation: call.operation, error: code, messages: details });
    return errorAnswer(status, code, details);
  }
}

function send(response: ServerResponse, { status, body, retryAfter }: Done): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/json; charset=utf-8");
  if (retryAfter !== undefined) response.setHeader("retry-after", String(retryAfter));
  response.end(JSON.stringify(body));
}

function recordOf(raw: string): unknown {
  try {
    return raw === "" ? {} : JSON.parse(raw);
  } catch {
    return undefined;
  }
}

/** The documents by which bots learn the keys, of the channel and of the directory. */
function openIdDocument({ tokens }: ServerOptions, path: string, origin: string): unknown {
  const issuers: Readonly<Record<string, object>> = {
    "/openid/channel": { issuer: "https://api.botframework.com", jwks_uri: `${origin}/openid/channel/keys` },
    "/openid/directory": {
      issuer: "https://login.microsoftonline.com/{tenantid}/v2.0",
      jwks_uri: `${origin}/openid/directory/keys`,
    },
    "/openid/channel/keys": { keys: tokens.channelKeys },
    "/openid/directory/keys": { keys: tokens.directoryKeys },
  };
  return issuers[path];
}

async function handle(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { tenant, tokens, faults } = options;
  const { pathname, searchParams } = new URL(request.url ?? "/", `http://${request.headers.host}`);
  const document = openIdDocument(options, pathname, `http://${request.headers.host}`);
  if (document) return send(response, { status: 200, body: document });
  const raw = await text(request);
  const isToken = /^\/[^/]+\/oauth2\/v2\.0\/token$/.test(pathname);
  // A path may begin with a second slash, as the service's address ends with one.
  const path = pathname.replace(/^\/teams\/+/, "/");
  const found = isToken
    ? { operation: "token", conversation: "", item: "" }
    : findOperation(request.method ?? "", path);
  if (!found) {
    tenant.failures.push({ operation: `${request.method} ${path}`, error: "NotFound", messages: [] });
    return send(response, errorAnswer(404, "NotFound"));
  }

  const fault = faults.take(found.operation, found.conversation.split(";")[0] ?? "");
  if (fault?.delayMs) await delay(fault.delayMs);
  const broken = breaksTheAnswer(fault);
  const body = isToken ? {} : recordOf(raw);
  const perform = async (): Promise<Done> => {
    if (isToken) {
      const token = await tokens.forBot(new URLSearchParams(raw));
      if (token === undefined)
        return { status: 401, code: "invalid_client", body: { error: "invalid_client" } };
      return { status: 200, body: { token_type: "Bearer", expires_in: 3599, access_token: token } };
    }
    if (!(await tokens.isOfBot(request.headers.authorization))) {
      tenant.failures.push({ operation: found.operation, error: "Unauthorized", messages: [] });
      return errorAnswer(401, "Unauthorized");
    }
    if (body === undefined) return errorAnswer(400, "BadSyntax");
    return work(options, { ...found, body, query: searchParams });
  };
  const done = broken && !fault.after ? undefined : await perform();
  const answer = broken ? faultAnswer(fault) : done;

  const error = broken ? (answer?.code ?? "connection_cut") : done?.code;
  tenant.calls.push({
    method: request.method ?? "",
    operation: found.operation,
    conversation: found.conversation,
    body: typeof body === "object" && body !== null ? { ...body } : {},
    ...(error !== undefined && { error }),
  });
  if (answer) send(response, answer);
  else request.socket.destroy();
}

/** The connector, the directory and both key documents over HTTP on a free port of 127.0.0.1. */
export async function listen(
  options: ServerOptions,
): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer((request, response) => {
    handle(options, request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      options.tenant.failures.push({
        operation: request.url ?? "",
        error: "fatal_error",
        messages: [message],
      });
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP port");
  return { server, origin: `http://127.0.0.1:${address.port}` };
}
