import { randomUUID } from "node:crypto";
import { findPlace, type Place, type Tenant } from "./tenant.ts";
import type { TeamsPerson } from "./tenant-records.ts";

export type Activity = Readonly<Record<string, unknown>>;

/** What all activities of one person in one conversation share, after Teams' own examples. */
export function baseActivity(
  tenant: Tenant,
  serviceUrl: string,
  person: TeamsPerson,
  conversationId: string,
): Activity {
  const place = findPlace(tenant, conversationId);
  if (!place) throw new Error(`no conversation ${conversationId}`);
  const at = new Date(tenant.now()).toISOString();
  return {
    id: tenant.nextId(),
    timestamp: at,
    localTimestamp: at,
    localTimezone: "Europe/Berlin",
    locale: "en-GB",
    serviceUrl,
    channelId: "msteams",
    from: { id: person.id, name: person.name, aadObjectId: person.aadObjectId },
    recipient: { id: tenant.bot.id, name: tenant.bot.name },
    conversation: {
      ...(place.kind !== "personal" && { isGroup: true }),
      conversationType: place.kind,
      tenantId: tenant.id,
      id: conversationId,
    },
    entities: [
      { locale: "en-GB", country: "DE", platform: "Web", timezone: "Europe/Berlin", type: "clientInfo" },
    ],
    channelData: { tenant: { id: tenant.id }, ...channelOf(place) },
  };
}

function channelOf({ team, conversation }: Place): object {
  if (!team) return {};
  return {
    teamsChannelId: conversation,
    teamsTeamId: team.id,
    channel: { id: conversation },
    team: { id: team.id },
  };
}

/** A typed message; in channels and group chats the bot only hears those that mention it. */
export function messageActivity(
  tenant: Tenant,
  base: Activity,
  text: string,
  isMentioned: boolean,
): Activity {
  const { name, id } = tenant.bot;
  const mention = `<at>${name}</at>`;
  const typed = isMentioned ? `${mention} ${text}\n` : text;
  const mentioned = { type: "mention", text: mention, mentioned: { id, name } };
  const entities = Array.isArray(base.entities) ? base.entities : [];
  return {
    ...base,
    type: "message",
    textFormat: "plain",
    text: typed,
    attachments: [{ contentType: "text/html", content: `<p>${typed.replaceAll("&", "&amp;")}</p>` }],
    entities: isMentioned ? [mentioned, ...entities] : entities,
  };
}

export function invokeActivity(base: Activity, name: string, value: object, replyToId?: string): Activity {
  return { ...base, type: "invoke", name, value, ...(replyToId !== undefined && { replyToId }) };
}

/** What is told when the app is added or removed: once as a change of the members, once of the installation. */
export function installationActivities(
  tenant: Tenant,
  base: Activity,
  change: "add" | "remove",
  isPersonal: boolean,
): readonly Activity[] {
  const { id } = tenant.bot;
  const channelData = typeof base.channelData === "object" ? base.channelData : {};
  const members = change === "add" ? { membersAdded: [{ id }] } : { membersRemoved: [{ id }] };
  const eventType = change === "add" ? "teamMemberAdded" : "teamMemberRemoved";
  const update = {
    ...base,
    type: "conversationUpdate",
    id: `f:${randomUUID()}`,
    ...members,
    channelData: { ...channelData, ...(!isPersonal && { eventType }) },
  };
  return [update, { ...base, type: "installationUpdate", id: `f:${randomUUID()}`, action: change }];
}
