import { z } from "zod";
import { readJson } from "../../core/read-json.ts";

const idSchema = z.string().min(1).max(1000);
const accountSchema = z.object({
  id: idSchema,
  name: z.string().optional(),
  aadObjectId: z.string().max(100).optional(),
});

/** An activity of Teams, as far as it is read: learn.microsoft.com, "Bot Connector: API reference". */
const activitySchema = z.object({
  type: z.string().min(1).max(100),
  id: idSchema.optional(),
  name: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  timestamp: z.coerce.date().optional(),
  channelId: z.literal("msteams"),
  serviceUrl: z.url({ protocol: /^https?$/ }),
  from: accountSchema,
  recipient: accountSchema,
  conversation: z.object({
    id: idSchema,
    conversationType: z.string().max(100).optional(),
    tenantId: z.string().max(100).optional(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: z.string().max(100) }).optional(),
      team: z.object({ id: idSchema.optional() }).optional(),
      channel: z.object({ id: idSchema.optional() }).optional(),
    })
    .nullish(),
  text: z.string().nullish(),
  entities: z.array(z.unknown()).nullish(),
  membersAdded: z.array(z.object({ id: idSchema })).nullish(),
  membersRemoved: z.array(z.object({ id: idSchema })).nullish(),
  value: z.unknown().optional(),
  replyToId: z.string().max(1000).nullish(),
});

export type TeamsActivity = z.infer<typeof activitySchema>;

/** The activity in a body; undefined when it is nothing that Teams sends. */
export function readActivity(body: string): TeamsActivity | undefined {
  try {
    return activitySchema.safeParse(readJson(body)).data;
  } catch {
    return undefined;
  }
}

/** Every tenant that the activity names: in the end they have to be one. */
export function tenantsOf({ conversation, channelData }: TeamsActivity): readonly string[] {
  return [...new Set([conversation.tenantId, channelData?.tenant?.id].filter((id) => id !== undefined))];
}

/** Who sent an activity, by the envelope that Teams signed for, and where. */
export interface Sender {
  readonly userId: string;
  /** Entra's object id. */
  readonly directoryId: string | undefined;
  readonly tenantId: string;
  readonly serviceUrl: string;
  readonly botId: string;
  /** The conversation itself, without the thread. */
  readonly conversationId: string;
  /** Where its members are looked up: a channel's are its team's. */
  readonly memberConversation: string;
  readonly isPersonal: boolean;
}

export function senderOf(activity: TeamsActivity): Sender {
  const { from, recipient, conversation, serviceUrl, channelData } = activity;
  const conversationId = withoutThread(conversation.id);
  return {
    userId: from.id,
    directoryId: from.aadObjectId,
    tenantId: tenantsOf(activity)[0] ?? "",
    serviceUrl,
    botId: recipient.id,
    conversationId,
    memberConversation: channelData?.team?.id ?? conversationId,
    isPersonal: conversation.conversationType === "personal",
  };
}

/** A channel's id; Teams adds the thread that something happens in. */
export function withoutThread(conversationId: string): string {
  return conversationId.split(";")[0] ?? conversationId;
}
