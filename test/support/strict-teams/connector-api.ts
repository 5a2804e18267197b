import { z } from "zod";
import { type Content, parseActivity, parseOrRefuse } from "./activity-content.ts";
import { TeamsRefusal } from "./teams-refusal.ts";
import {
  findMessage,
  findPerson,
  getPerson,
  getPlace,
  type Place,
  personalChatOf,
  type Tenant,
  viewKey,
} from "./tenant.ts";
import type { Message, TeamsPerson } from "./tenant-records.ts";

export type ConnectorCall = {
  readonly operation: string;
  /** The id in the path as it came; empty where there is none. */
  readonly conversation: string;
  readonly item: string;
  readonly body: unknown;
  readonly query: URLSearchParams;
};

export type Answer = { readonly status: number; readonly body: unknown };

type Operation = (tenant: Tenant, call: ConnectorCall) => Answer;

const createSchema = z.object({
  bot: z.object({ id: z.string() }).optional(),
  isGroup: z.boolean().optional(),
  members: z
    .array(z.object({ id: z.string().min(1) }))
    .max(1)
    .optional(),
  tenantId: z.string().optional(),
  activity: z.unknown().optional(),
  channelData: z
    .object({
      tenant: z.object({ id: z.string() }).optional(),
      channel: z.object({ id: z.string() }).optional(),
    })
    .optional(),
});

const routes: readonly (readonly [string, RegExp, string])[] = [
  ["POST", /^\/v3\/conversations$/, "create"],
  ["POST", /^\/v3\/conversations\/([^/]+)\/activities$/, "post"],
  ["POST", /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/, "reply"],
  ["PUT", /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/, "update"],
  ["DELETE", /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/, "delete"],
  ["GET", /^\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/, "member"],
  ["GET", /^\/v3\/conversations\/([^/]+)\/pagedmembers$/, "members"],
  ["GET", /^\/v3\/teams\/([^/]+)$/, "team"],
  ["GET", /^\/v3\/teams\/([^/]+)\/conversations$/, "channels"],
];

export function findOperation(
  method: string,
  path: string,
): Omit<ConnectorCall, "body" | "query"> | undefined {
  for (const [wanted, pattern, operation] of routes) {
    const [match, conversation = "", item = ""] = (wanted === method && pattern.exec(path)) || [];
    if (match === undefined) continue;
    return { operation, conversation: decodeURIComponent(conversation), item: decodeURIComponent(item) };
  }
  return undefined;
}

function memberJson(
  tenant: Tenant,
  { id, name, aadObjectId, email, userPrincipalName, userRole, tenantId }: TeamsPerson,
) {
  const [givenName = "", ...rest] = name.split(" ");
  return {
    id,
    name,
    objectId: aadObjectId,
    aadObjectId,
    givenName,
    surname: rest.join(" "),
    ...(email !== undefined && { email }),
    ...(userPrincipalName !== undefined && { userPrincipalName }),
    userRole: userRole ?? "user",
    tenantId: tenantId ?? tenant.id,
  };
}

function add(
  tenant: Tenant,
  { conversation }: Place,
  root: string | undefined,
  { text, card }: Content,
): Message {
  const message: Message = {
    id: tenant.nextId(),
    conversation,
    ...(root !== undefined && { root }),
    from: tenant.bot.id,
    text,
    ...(card && { card }),
    isEdited: false,
    earlierCards: [],
  };
  tenant.messages = [...tenant.messages, message];
  return message;
}

/** In a channel an answer goes to the thread of what it answers; in a chat there are none. */
function rootFor(tenant: Tenant, place: Place, repliedTo?: string): string | undefined {
  if (place.kind !== "channel") return undefined;
  const id = place.root ?? repliedTo;
  if (id === undefined) return undefined;
  const found = findMessage(tenant, place.conversation, id);
  if (!found) throw new TeamsRefusal(404, "ActivityNotFoundInConversation", [`no message ${id} to answer`]);
  return found.root ?? found.id;
}

function post(tenant: Tenant, { conversation, item, body }: ConnectorCall): Answer {
  const place = getPlace(tenant, conversation);
  const { type, ...content } = parseActivity(body);
  const root = rootFor(tenant, place, item === "" ? undefined : item);
  if (type === "typing") return { status: 202, body: { id: tenant.nextId() } };
  return { status: 201, body: { id: add(tenant, place, root, content).id } };
}

function ownMessage(tenant: Tenant, { conversation, item }: ConnectorCall): Message {
  const place = getPlace(tenant, conversation);
  const message = findMessage(tenant, place.conversation, item);
  if (!message) throw new TeamsRefusal(404, "ActivityNotFoundInConversation", [`no message ${item}`]);
  if (message.from !== tenant.bot.id)
    throw new TeamsRefusal(403, "ForbiddenOperationException", ["not the bot's own"]);
  return message;
}

export const operations: Readonly<Record<string, Operation>> = {
  create: (tenant, { body }) => {
    const {
      members = [],
      channelData,
      activity,
      isGroup,
      tenantId,
    } = parseOrRefuse(createSchema, body, "BadArgument");
    const channel = channelData?.channel?.id;
    if (channel !== undefined) {
      if (!isGroup) throw new TeamsRefusal(400, "BadArgument", ["isGroup must be true in a channel"]);
      const place = getPlace(tenant, channel);
      const message = add(tenant, place, undefined, parseActivity(activity));
      return { status: 201, body: { id: `${channel};messageid=${message.id}`, activityId: message.id } };
    }
    const [member] = members;
    if (!member) throw new TeamsRefusal(400, "BadArgument", ["whom to talk to"]);
    if ((tenantId ?? channelData?.tenant?.id) !== tenant.id) {
      throw new TeamsRefusal(400, "BadArgument", ["the tenant's id is missing or another one"]);
    }
    const person = findPerson(tenant, member.id);
    if (!person) throw new TeamsRefusal(403, "MemberNotFound", [`nobody is ${member.id}`]);
    if (!tenant.installed.has(person.id)) {
      throw new TeamsRefusal(403, "ForbiddenOperationException", [
        "The bot is not installed in the user's personal scope",
      ]);
    }
    return { status: 201, body: { id: personalChatOf(tenant, person.id) } };
  },

  post,
  reply: post,

  update: (tenant, call) => {
    const message = ownMessage(tenant, call);
    const { type: _type, ...content } = parseActivity(call.body);
    const { card: earlier, ...rest } = message;
    const next = {
      ...rest,
      ...content,
      isEdited: true,
      earlierCards: [...message.earlierCards, ...(earlier ? [earlier] : [])],
    };
    tenant.messages = tenant.messages.map((one) => (one === message ? next : one));
    for (const { id } of tenant.people.values()) tenant.views.delete(viewKey(message.id, id));
    return { status: 200, body: { id: message.id } };
  },

  delete: (tenant, call) => {
    const message = ownMessage(tenant, call);
    tenant.messages = tenant.messages.filter((one) => one !== message);
    return { status: 200, body: {} };
  },

  member: (tenant, { conversation, item }) => {
    const { members } = getPlace(tenant, conversation);
    const person = getPerson(tenant, item);
    if (!members.includes(person)) throw new TeamsRefusal(404, "MemberNotFoundInConversation");
    return { status: 200, body: memberJson(tenant, person) };
  },

  members: (tenant, { conversation, query }) => {
    const { members } = getPlace(tenant, conversation);
    const size = Math.min(Math.max(Number(query.get("pageSize") ?? 200), 50), 500);
    const from = Number(query.get("continuationToken") ?? 0);
    const isMore = from + size < members.length;
    const page = members.slice(from, from + size).map((person) => memberJson(tenant, person));
    return {
      status: 200,
      body: { members: page, ...(isMore && { continuationToken: String(from + size) }) },
    };
  },

  team: (tenant, { conversation }) => {
    const { team } = getPlace(tenant, conversation);
    if (!team) throw new TeamsRefusal(404, "TeamNotFound");
    return { status: 200, body: { id: team.id, name: team.name, aadGroupId: team.aadGroupId } };
  },

  channels: (tenant, { conversation }) => {
    const { team } = getPlace(tenant, conversation);
    if (!team) throw new TeamsRefusal(404, "TeamNotFound");
    // Teams gives the general channel no name.
    const named = team.channels.map(({ id, name }) => (id === team.id ? { id } : { id, name }));
    return { status: 200, body: { conversations: named } };
  },
};
