import type { Conversation, ConversationStore } from "../../app/ports/conversation-store.ts";
import type { PersonId } from "../../core/person.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Connector } from "./connector.ts";
import { withoutThread } from "./read-activity.ts";

/** Where to write, or why nothing can be written there, as people read it. */
export interface FindPlace {
  /** A channel, or the thread in one, or any conversation whose id is known. */
  conversation(id: string): Promise<Result<Conversation, string>>;
  /** A person's own chat with the bot. */
  person(person: PersonId): Promise<Result<Conversation, string>>;
}

const removed = "Countersign was removed from there";

/** Conversations by what was kept of them; a channel that was never heard of is where the rest of its tenant is. */
export function makeFindPlace({
  connector,
  conversations,
  tenantIds,
  now,
}: {
  readonly connector: Pick<Connector, "openPersonal">;
  readonly conversations: ConversationStore;
  readonly tenantIds: readonly string[];
  readonly now: () => Date;
}): FindPlace {
  return { conversation: findConversation, person: findPerson };

  async function findConversation(id: string): Promise<Result<Conversation, string>> {
    const bare = withoutThread(id);
    const known = await conversations.find(bare);
    if (!known) return likeItsTenant(bare);
    if (known.isRemoved) return err(removed);
    const team =
      known.teamId === undefined || known.teamId === bare
        ? undefined
        : await conversations.find(known.teamId);
    return team?.isRemoved && team.seenAt > known.seenAt ? err(removed) : ok(known);
  }

  /** Which tenant it is of is only sure where there is one. */
  async function likeItsTenant(id: string): Promise<Result<Conversation, string>> {
    const heard = await Promise.all(tenantIds.map((tenantId) => conversations.findOfTenant(tenantId)));
    const [only, ...others] = heard.filter((one) => one !== undefined);
    if (!only || others.length > 0) {
      return err("Countersign has not heard of it yet: mention it there once");
    }
    return ok({ ...only, id, teamId: undefined });
  }

  async function findPerson(person: PersonId): Promise<Result<Conversation, string>> {
    const member = await conversations.findMember(person);
    if (!member) return err("Countersign has not met them in Teams yet");
    const { conversationId, serviceUrl, userId, botId, tenantId } = member;
    if (conversationId !== undefined) {
      const known = await conversations.find(conversationId);
      if (known) return known.isRemoved ? err(removed) : ok(known);
    }
    const opened =
      conversationId === undefined ? await connector.openPersonal(serviceUrl, userId, member) : undefined;
    if (opened && !opened.ok) {
      if (opened.error.status !== 403 && opened.error.status !== 404) throw opened.error.error;
      return err(opened.error.code);
    }
    const id = conversationId ?? opened?.value.id ?? "";
    if (opened) await conversations.saveMember({ ...member, conversationId: id });
    return ok({ id, tenantId, serviceUrl, botId, seenAt: now(), isRemoved: false });
  }
}
