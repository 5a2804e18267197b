import type { PersonId } from "../../core/person.ts";

/** A conversation that the bot takes part in, as an activity of it told, in a chat that has to be told where to write. */
export interface Conversation {
  /** A channel's, a group chat's, or that of a person's own chat with the bot. */
  readonly id: string;
  readonly tenantId: string;
  /** The address that serves it. */
  readonly serviceUrl: string;
  /** The bot's own id there. */
  readonly botId: string;
  /** Of a channel: its team, which the bot is added to and removed from as a whole. */
  readonly teamId?: string | undefined;
  /** When the activity happened; an older one changes nothing. */
  readonly seenAt: Date;
  /** Set once the bot is removed. */
  readonly isRemoved: boolean;
}

/** Somebody whose id in the chat is known, and their own conversation with the bot once there is one. */
export interface ChatMember {
  readonly person: PersonId;
  readonly userId: string;
  readonly tenantId: string;
  readonly serviceUrl: string;
  readonly botId: string;
  readonly conversationId?: string | undefined;
}

export interface ConversationStore {
  find(id: string): Promise<Conversation | undefined>;
  /** Kept unless a later one is: what comes late does not undo what came after it. */
  save(conversation: Conversation): Promise<void>;
  /** The conversation of the tenant that was heard of last, for places that were never heard of. */
  findOfTenant(tenantId: string): Promise<Conversation | undefined>;
  findMember(person: PersonId): Promise<ChatMember | undefined>;
  saveMember(member: ChatMember): Promise<void>;
}
