import { randomUUID } from "node:crypto";
import type { AdaptiveCard } from "./adaptive-card.ts";
import { TeamsRefusal } from "./teams-refusal.ts";
import type { Call, Dialog, Failure, GroupChat, Message, Team, TeamsPerson } from "./tenant-records.ts";

export type TenantOptions = {
  readonly people: readonly TeamsPerson[];
  readonly teams: readonly Team[];
  readonly groupChats?: readonly GroupChat[];
  readonly appId: string;
  readonly tenantId: string;
  readonly now?: () => number;
};

export type Tenant = {
  readonly id: string;
  readonly bot: { readonly id: string; readonly name: string; readonly appId: string };
  readonly people: ReadonlyMap<string, TeamsPerson>;
  readonly teams: readonly Team[];
  readonly groupChats: readonly GroupChat[];
  /** Ids of teams, group chats and people that have the app. */
  readonly installed: Set<string>;
  /** Ids of people who have blocked the bot. */
  readonly blocked: Set<string>;
  /** A personal chat's id to the person in it. */
  readonly personalChats: Map<string, string>;
  messages: readonly Message[];
  /** What a person sees of a message that shows each their own, until it is edited: message and person to card. */
  readonly views: Map<string, AdaptiveCard>;
  dialogs: readonly Dialog[];
  readonly calls: Call[];
  readonly failures: Failure[];
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly nextId: () => string;
};

export type Place = {
  /** The channel or chat. */
  readonly conversation: string;
  /** The message whose thread it is. */
  readonly root?: string;
  readonly kind: "channel" | "personal" | "groupChat";
  readonly team?: Team;
  readonly members: readonly TeamsPerson[];
  readonly hasBot: boolean;
};

/** An organization with its people, teams and chats. Nothing has the app yet. */
export function makeTenant({
  people,
  teams,
  groupChats = [],
  appId,
  tenantId,
  now = Date.now,
}: TenantOptions): Tenant {
  let lastId = 0;
  return {
    id: tenantId,
    bot: { id: `28:${appId}`, name: "Countersign", appId },
    people: new Map(people.map((person) => [person.id, person])),
    teams,
    groupChats,
    installed: new Set(),
    blocked: new Set(),
    personalChats: new Map(),
    messages: [],
    views: new Map(),
    dialogs: [],
    calls: [],
    failures: [],
    now,
    nextId: () => {
      lastId = Math.max(now(), lastId + 1);
      return String(lastId);
    },
  };
}

/** A person by Teams' id or by that of the directory. */
export function findPerson(tenant: Tenant, id: string): TeamsPerson | undefined {
  return tenant.people.get(id) ?? [...tenant.people.values()].find(({ aadObjectId }) => aadObjectId === id);
}

export function getPerson(tenant: Tenant, id: string): TeamsPerson {
  const person = findPerson(tenant, id);
  if (!person) throw new TeamsRefusal(404, "MemberNotFoundInConversation");
  return person;
}

/** The personal chat with the bot, which is there as soon as somebody needs it. */
export function personalChatOf(tenant: Tenant, person: string): string {
  const found = [...tenant.personalChats].find(([, one]) => one === person)?.[0];
  if (found !== undefined) return found;
  const id = `a:1${randomUUID().replaceAll("-", "")}`;
  tenant.personalChats.set(id, person);
  return id;
}

/** What a conversation id names: a channel, a thread of it (`…;messageid=…`), a chat. */
export function findPlace(tenant: Tenant, conversationId: string): Place | undefined {
  const [conversation = "", root] = conversationId.split(";messageid=");
  const everyone = [...tenant.people.values()];
  const named = (ids: readonly string[]) => everyone.filter(({ id }) => ids.includes(id));
  const team = tenant.teams.find(
    ({ id, channels }) => id === conversation || channels.some((channel) => channel.id === conversation),
  );
  if (team) {
    return {
      conversation,
      ...(root !== undefined && { root }),
      kind: "channel",
      team,
      members: team.members ? named(team.members) : everyone,
      hasBot: tenant.installed.has(team.id),
    };
  }
  const chat = tenant.groupChats.find(({ id }) => id === conversation);
  if (chat) {
    return {
      conversation,
      kind: "groupChat",
      members: named(chat.members),
      hasBot: tenant.installed.has(chat.id),
    };
  }
  const person = tenant.personalChats.get(conversation);
  if (person === undefined) return undefined;
  return { conversation, kind: "personal", members: named([person]), hasBot: tenant.installed.has(person) };
}

/** The conversation as the bot may use it; refused where it is not there, or the app is not in it. */
export function getPlace(tenant: Tenant, conversationId: string): Place {
  const place = findPlace(tenant, conversationId);
  if (!place) throw new TeamsRefusal(404, "ConversationNotFound", [`no conversation ${conversationId}`]);
  if (!place.hasBot) {
    throw new TeamsRefusal(403, "BotNotInConversationRoster", [
      "The bot is not part of the conversation roster.",
    ]);
  }
  if (place.kind === "personal" && place.members.some(({ id }) => tenant.blocked.has(id))) {
    throw new TeamsRefusal(403, "ConversationBlockedByUser", ["User blocked the conversation with the bot."]);
  }
  return place;
}

export function findMessage(tenant: Tenant, conversation: string, id: string): Message | undefined {
  return tenant.messages.find((message) => message.conversation === conversation && message.id === id);
}

export function viewKey(message: string, person: string): string {
  return `${message} ${person}`;
}
