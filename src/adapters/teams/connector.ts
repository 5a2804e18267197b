import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { GatewayError, NotDoneError } from "../../app/gateway-error.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { AccessToken } from "./access-token.ts";
import type { Message } from "./message.ts";

/** Teams' answer to a call it did not carry out. */
export interface TeamsNo {
  readonly status: number;
  /** Teams' error code: `BotNotInConversationRoster`, for example. */
  readonly code: string;
  /** The error to throw where nobody has an answer to the code. */
  readonly error: NotDoneError;
}

/** Where a conversation is: Teams' id of it, and the address of the connector that serves it. */
export interface ConversationPlace {
  readonly serviceUrl: string;
  readonly conversationId: string;
}

const memberSchema = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});

export type TeamsMember = z.infer<typeof memberSchema>;

const resourceSchema = z.object({ id: z.string().min(1) });
const pageSchema = z.object({ members: z.array(memberSchema), continuationToken: z.string().nullish() });
const refusalSchema = z.object({ error: z.object({ code: z.string() }) });

/**
 * By Microsoft's word these are to be tried again: learn.microsoft.com, "Optimize your bot with rate limiting". A 502 or 504 may
 * have worked all the same, so that only what can be repeated is repeated on them.
 */
const passing: ReadonlySet<number> = new Set([412, 429, 502, 503, 504]);
const surelyNotDone: ReadonlySet<number> = new Set([412, 429, 503]);

const longestAnswer = 1_000_000;

export type Connector = ReturnType<typeof makeConnector>;

/** How long a call may take, and how long a limited one may wait for its turn. */
export interface ConnectorBounds {
  readonly waitMilliseconds: number;
  readonly patienceSeconds: number;
}

/**
 * The Bot Connector's REST API, as far as it is needed. What Teams refuses comes back with its code; throws a `GatewayError` when
 * it cannot be said whether something was done, and a `NotDoneError` when Teams limits the rate for longer than `patienceSeconds`.
 */
export function makeConnector(token: AccessToken, { waitMilliseconds, patienceSeconds }: ConnectorBounds) {
  return {
    post: (place: ConversationPlace, message: Message) =>
      call(resourceSchema, { place, method: "POST", path: "/activities", body: message }),

    update: async (place: ConversationPlace, messageId: string, message: Message) => {
      const path = `/activities/${encodeURIComponent(messageId)}`;
      const body = { ...message, id: messageId };
      return call(z.unknown(), { place, method: "PUT", path, body, isRepeatable: true });
    },

    /** Opens the chat with one person, or finds the one that there is. */
    openPersonal: (
      serviceUrl: string,
      userId: string,
      { botId, tenantId }: { botId: string; tenantId: string },
    ) =>
      call(resourceSchema, {
        place: { serviceUrl, conversationId: "" },
        method: "POST",
        path: "",
        body: {
          isGroup: false,
          bot: { id: botId },
          members: [{ id: userId }],
          tenantId,
          channelData: { tenant: { id: tenantId } },
        },
        isRepeatable: true,
      }),

    findMember: (place: ConversationPlace, userId: string) =>
      call(memberSchema, {
        place,
        method: "GET",
        path: `/members/${encodeURIComponent(userId)}`,
        isRepeatable: true,
      }),

    listMembers: (place: ConversationPlace, from: string | undefined) => {
      const query = new URLSearchParams({
        pageSize: "500",
        ...(from !== undefined && { continuationToken: from }),
      });
      return call(pageSchema, { place, method: "GET", path: `/pagedmembers?${query}`, isRepeatable: true });
    },
  };

  interface Call {
    readonly place: ConversationPlace;
    readonly method: "GET" | "POST" | "PUT";
    readonly path: string;
    readonly body?: unknown;
    /** It may be made twice without more having happened than by once. */
    readonly isRepeatable?: boolean;
  }

  async function call<Answer>(
    schema: z.ZodType<Answer>,
    asked: Call,
    earlier?: { readonly refused: string | undefined },
  ): Promise<Result<Answer, TeamsNo>> {
    const { place, method, path, isRepeatable = false } = asked;
    const name = `${method} ${path.split(/[/?]/)[1] ?? "conversations"}`;
    const bearer = await token(earlier?.refused);
    const response = await send(name, place, asked, bearer);
    const text = await textOf(name, response);
    if (response.ok) {
      const answer = schema.safeParse(toValue(text));
      if (!answer.success) throw new GatewayError(`Teams' answer to ${name} is none`);
      return ok(answer.data);
    }
    const { status } = response;
    const code = refusalSchema.safeParse(toValue(text)).data?.error.code ?? String(status);
    const mayRepeat = passing.has(status) && (isRepeatable || surelyNotDone.has(status));
    const seconds = waitSeconds(response);
    if (status === 401 && !earlier) return call(schema, asked, { refused: bearer });
    if (mayRepeat && !earlier && seconds <= patienceSeconds) {
      await sleep(seconds * 1000);
      return call(schema, asked, { refused: undefined });
    }
    if (surelyNotDone.has(status))
      throw new NotDoneError(`Teams takes no ${name} for now: ${status} ${code}`);
    if (status >= 500) throw new GatewayError(`Teams failed at ${name}: ${status} ${code}`);
    return err({ status, code, error: new NotDoneError(`Teams refused ${name}: ${status} ${code}`) });
  }

  async function send(
    name: string,
    { serviceUrl, conversationId }: ConversationPlace,
    { method, path, body }: Call,
    bearer: string,
  ): Promise<Response> {
    const base = `${serviceUrl.replace(/\/+$/, "")}/v3/conversations`;
    const inside = conversationId === "" ? "" : `/${encodeURIComponent(conversationId)}`;
    try {
      return await fetch(`${base}${inside}${path}`, {
        method,
        headers: {
          ...(body !== undefined && { "content-type": "application/json" }),
          authorization: `Bearer ${bearer}`,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        // The token is for this address alone.
        redirect: "error",
        signal: AbortSignal.timeout(waitMilliseconds),
      });
    } catch (cause) {
      throw new GatewayError(`Teams did not answer ${name}`, { cause });
    }
  }
}

/** As long as Teams says, or half a second where it says nothing. */
function waitSeconds({ headers }: Response): number {
  const given = Number(headers.get("retry-after") ?? "");
  return Number.isFinite(given) && given > 0 ? given : 0.5;
}

async function textOf(name: string, response: Response): Promise<string> {
  try {
    return (await response.text()).slice(0, longestAnswer);
  } catch (cause) {
    throw new GatewayError(`Teams broke off its answer to ${name}`, { cause });
  }
}

function toValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
