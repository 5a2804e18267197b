import { z } from "zod";
import { acmeTenant, shownConversations } from "./acme-tenant.ts";

export interface ConnectorAnswer {
  readonly status: number;
  readonly body: object;
}

/** Teams' connector as the bot calls it, whether or not somebody has a client open. */
export interface LocalConnector {
  answer(method: string, path: string, body: unknown): Promise<ConnectorAnswer>;
  /** From here on the client at this address shows what is posted; what was before is posted in it again. Returns how much that is. */
  attach(clientUrl: string): Promise<number>;
  detach(): void;
}

interface Kept {
  /** The id that the bot knows. */
  readonly id: string;
  readonly conversation: string;
  /** The message whose thread it is in. */
  readonly root: string | undefined;
  body: object;
  /** What the client calls it; nothing while it does not show it. */
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
 * client that is opened anew shows what there is. People and personal chats are answered from Acme's tenant.
 */
export function makeLocalConnector(): LocalConnector {
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

    attach: async (clientUrl) => {
      client = clientUrl;
      for (const one of kept) one.shownAs = undefined;
      let shown = 0;
      for (const one of kept) {
        if (await show(one)) shown += 1;
      }
      return shown;
    },

    detach: () => {
      client = undefined;
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
    if (one.shownAs !== undefined) {
      await call("PUT", one.conversation, `/${encodeURIComponent(one.shownAs)}`, {
        ...body,
        id: one.shownAs,
      });
    }
    return { status: 200, body: { id } };
  }

  /** Whether the client shows it. What people typed in an earlier client is gone, and so are the answers in its threads. */
  async function show(one: Kept): Promise<boolean> {
    if (!shownConversations.includes(one.conversation)) return false;
    const root = kept.find(({ id }) => id === one.root);
    const wasHere = root ? root.shownAs : one.root;
    if (root && wasHere === undefined) return false;
    const thread = wasHere === undefined ? one.conversation : `${one.conversation};messageid=${wasHere}`;
    one.shownAs = idSchema.safeParse(await call("POST", thread, "", one.body)).data?.id;
    return one.shownAs !== undefined;
  }

  /** A client that does not answer, or knows nothing of the thread, is none: what is posted is kept all the same. */
  async function call(method: string, conversation: string, path: string, body: object): Promise<unknown> {
    if (client === undefined) return undefined;
    const url = `${client}/_connector/v3/conversations/${encodeURIComponent(conversation)}/activities${path}`;
    try {
      const response = await fetch(url, {
        method,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(3_000),
      });
      return response.ok ? await response.json() : undefined;
    } catch {
      return undefined;
    }
  }
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
