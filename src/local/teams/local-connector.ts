import { z } from "zod";
import { acmeTenant, shownConversations } from "./acme-tenant.ts";

interface ConnectorAnswer {
  readonly status: number;
  readonly body: object;
}

/** A message of the bot, as it has it. */
export interface Posted {
  readonly id: string;
  readonly conversation: string;
  /** The message whose thread it is in. */
  readonly root: string | undefined;
  readonly body: object;
}

/** Teams' connector as the bot calls it, whether or not somebody has a client open. */
export interface LocalConnector {
  answer(method: string, path: string, body: unknown): Promise<ConnectorAnswer>;
  /** From here on the client at this address shows what is posted; none does where there is no address. */
  attach(clientUrl: string | undefined): void;
  /** The client's page was loaded anew, and shows nothing yet. */
  forgetPage(): void;
  /** Has the page show what there is in a conversation and it does not show yet. */
  fillPage(conversation: string): Promise<void>;
  /** Has the page show everything in it as whoever looks at it now sees it. */
  redraw(): Promise<void>;
}

interface Kept extends Posted {
  body: object;
  /** What the client calls it; nothing while its page does not show it. */
  shownAs: string | undefined;
}

const activityPath = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/;
const memberPath = /^\/v3\/conversations\/[^/]+\/(?:members\/([^/]+)|pagedmembers)$/;
const bodySchema = z.looseObject({});
const idSchema = z.object({ id: z.string() });
const createSchema = z.object({ members: z.array(z.object({ id: z.string() })).min(1) });
const mostKept = 500;

/**
 * Keeps what the bot posts and passes it on to the client, so that a request may be routed to Teams before somebody looks, and a
 * page that is loaded anew shows what there is. `viewOf` says how a message looks to whoever sits before the page. People and
 * personal chats are answered from Acme's tenant.
 */
export function makeLocalConnector(viewOf: (posted: Posted) => Promise<object>): LocalConnector {
  let client: string | undefined;
  let kept: readonly Kept[] = [];
  let lastId = Date.now();

  return {
    answer: async (method, path, body) => {
      const [, conversation, message] = activityPath.exec(path) ?? [];
      if (conversation !== undefined) {
        const place = decodeURIComponent(conversation);
        const activity = bodySchema.parse(body);
        if (method === "POST") return post(place, message && decodeURIComponent(message), activity);
        if (method === "PUT" && message !== undefined) return update(decodeURIComponent(message), activity);
      }
      if (method === "POST" && path === "/v3/conversations") return openPersonal(body);
      const member = memberPath.exec(path);
      if (method === "GET" && member) return findMembers(member[1] && decodeURIComponent(member[1]));
      return refused(404, "NotFound");
    },

    attach: (clientUrl) => {
      client = clientUrl;
    },

    forgetPage: () => {
      for (const one of kept) one.shownAs = undefined;
    },

    fillPage: async (conversation) => {
      for (const one of kept) {
        if (one.conversation === conversation && one.shownAs === undefined) await show(one);
      }
    },

    redraw: async () => {
      for (const one of kept) await draw(one);
    },
  };

  async function post(conversationId: string, repliedTo: string | undefined, body: object) {
    const [conversation = "", root = repliedTo] = conversationId.split(";messageid=");
    lastId += 1;
    const one: Kept = { id: String(lastId), conversation, root, body, shownAs: undefined };
    await show(one);
    kept = [...kept, one].slice(-mostKept);
    return { status: 201, body: { id: one.id } };
  }

  async function update(id: string, body: object): Promise<ConnectorAnswer> {
    const one = kept.find((each) => each.id === id);
    if (!one) return refused(404, "ActivityNotFoundInConversation");
    one.body = body;
    await draw(one);
    return { status: 200, body: { id } };
  }

  async function draw(one: Kept): Promise<void> {
    if (one.shownAs === undefined) return;
    const seen = await viewOf(one);
    await call("PUT", one.conversation, `/${encodeURIComponent(one.shownAs)}`, { ...seen, id: one.shownAs });
  }

  /** What people typed is not kept, so that answers in its thread are only shown the first time. */
  async function show(one: Kept): Promise<void> {
    if (client === undefined || !shownConversations.includes(one.conversation)) return;
    const root = kept.find(({ id }) => id === one.root);
    const rootInClient = root ? root.shownAs : one.root;
    if (root && rootInClient === undefined) return;
    const thread =
      rootInClient === undefined ? one.conversation : `${one.conversation};messageid=${rootInClient}`;
    one.shownAs = idSchema.safeParse(await call("POST", thread, "", await viewOf(one))).data?.id;
  }

  /** A client that does not answer, or knows nothing of the thread, is none: what is posted is kept all the same. */
  async function call(method: string, conversation: string, path: string, body: object): Promise<unknown> {
    if (client === undefined) return undefined;
    const url = `${client}/_connector/v3/conversations/${encodeURIComponent(conversation)}/activities${path}`;
    try {
      const response = await fetch(url, {
        method,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body, withoutWidth),
        signal: AbortSignal.timeout(3_000),
      });
      return response.ok ? await response.json() : undefined;
    } catch {
      return undefined;
    }
  }
}

/** The client draws no card in full width, and says so below each that asks for it. */
function withoutWidth(name: string, value: unknown): unknown {
  return name === "msteams" && typeof value === "object" && value !== null && "width" in value
    ? undefined
    : value;
}

/** The page shows one personal chat, its owner's; those of the others are there, but nobody sees them. */
function openPersonal(body: unknown): ConnectorAnswer {
  const asked = createSchema.safeParse(body);
  const member = acmeTenant.members.find(({ id }) => id === asked.data?.members[0]?.id);
  if (!member) return refused(403, "MemberNotFound");
  const isOwner = member.id === acmeTenant.owner.id;
  return { status: 201, body: { id: isOwner ? acmeTenant.personalChat.id : `a:${member.id}` } };
}

function findMembers(id: string | undefined): ConnectorAnswer {
  const members = acmeTenant.members.map((member) => ({
    ...member,
    tenantId: acmeTenant.id,
    userRole: "user",
  }));
  if (id === undefined) return { status: 200, body: { members } };
  const member = members.find((one) => one.id === id || one.aadObjectId === id);
  return member ? { status: 200, body: member } : refused(404, "MemberNotFoundInConversation");
}

function refused(status: number, code: string): ConnectorAnswer {
  return { status, body: { error: { code, message: code } } };
}
