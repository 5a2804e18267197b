import { LRUCache } from "lru-cache";
import type { Conversation, ConversationStore } from "../../app/ports/conversation-store.ts";
import type { PersonId } from "../../core/person.ts";
import { type Sender, senderOf, type TeamsActivity } from "./read-activity.ts";
import type { TeamsLog } from "./teams-log.ts";

/** Keeps where the bot can write, as the activities tell it. */
export interface RememberConversation {
  /** The conversation of any activity, and that the bot was added to or removed from it. */
  conversation(activity: TeamsActivity): Promise<void>;
  /** The person that a sender turned out to be. */
  member(sender: Sender, person: PersonId): Promise<void>;
}

const most = 2000;
/** Written again after this time, so that the one of a tenant that was heard of last is a recent one. */
const keptMilliseconds = 60 * 60_000;

export function makeRememberConversation({
  conversations,
  now,
  log,
}: {
  readonly conversations: ConversationStore;
  readonly now: () => Date;
  readonly log: TeamsLog;
}): RememberConversation {
  const known = new LRUCache<string, true>({ max: most, ttl: keptMilliseconds });

  return {
    conversation: async (activity) => {
      const sender = senderOf(activity);
      const isRemoved = isBotRemoved(activity);
      const conversation: Conversation = {
        // The team's own conversation stands for the team: it is what the bot is added to and removed from.
        id: isInstallation(activity) ? sender.memberConversation : sender.conversationId,
        tenantId: sender.tenantId,
        serviceUrl: sender.serviceUrl,
        botId: sender.botId,
        teamId: activity.channelData?.team?.id,
        seenAt: activity.timestamp ?? now(),
        isRemoved,
      };
      const key = JSON.stringify([conversation.id, conversation.serviceUrl, conversation.teamId]);
      if (!isInstallation(activity) && known.has(key)) return;
      await conversations.save(conversation);
      known.set(key, true);
      if (isRemoved) {
        known.clear();
        log.warn({ conversation: conversation.id }, "Countersign was removed from a conversation in Teams");
      }
    },

    member: async ({ userId, tenantId, serviceUrl, botId, conversationId, isPersonal }, person) => {
      const key = JSON.stringify([person, userId, serviceUrl, isPersonal]);
      if (known.has(key)) return;
      const before = await conversations.findMember(person);
      const isSame = before?.userId === userId && before.serviceUrl === serviceUrl;
      const own = isPersonal ? conversationId : isSame ? before.conversationId : undefined;
      if (!isSame || own !== before.conversationId) {
        await conversations.saveMember({ person, userId, tenantId, serviceUrl, botId, conversationId: own });
      }
      known.set(key, true);
    },
  };
}

function isInstallation({ type, membersAdded, membersRemoved, recipient }: TeamsActivity): boolean {
  const isAboutBot = [...(membersAdded ?? []), ...(membersRemoved ?? [])].some(
    ({ id }) => id === recipient.id,
  );
  return type === "installationUpdate" || (type === "conversationUpdate" && isAboutBot);
}

function isBotRemoved({ type, action, membersRemoved, recipient }: TeamsActivity): boolean {
  if (type === "installationUpdate") return action?.startsWith("remove") ?? false;
  return type === "conversationUpdate" && (membersRemoved ?? []).some(({ id }) => id === recipient.id);
}
