import { LRUCache } from "lru-cache";
import { GatewayError } from "../../app/gateway-error.ts";
import type { ChatMember, Conversation, ConversationStore } from "../../app/ports/conversation-store.ts";
import type { PersonId } from "../../core/person.ts";
import type { Connector } from "./connector.ts";
import { memberToPerson } from "./member-to-person.ts";

/** Teams' ids of those people who are known there; a card that is refreshed for them is drawn for each alone. */
export type FindViewers = (
  people: readonly PersonId[],
  conversation: Conversation,
) => Promise<readonly string[]>;

const mostKept = 2000;
const keptMilliseconds = 10 * 60_000;
/** 5,000 members; who is beyond them presses the button for their own view. */
const mostPages = 10;

/**
 * Knows people whom it has met, and otherwise by the members of the conversation, all of them read at once and remembered for ten
 * minutes. Members who are asked for are kept as met, so that they can be written to in person too.
 */
export function makeFindViewers({
  connector,
  conversations,
}: {
  readonly connector: Pick<Connector, "listMembers">;
  readonly conversations: ConversationStore;
}): FindViewers {
  const met = new LRUCache<PersonId, string>({ max: mostKept, ttl: keptMilliseconds });
  const rosters = new LRUCache<string, ReadonlyMap<PersonId, string>>({ max: 50, ttl: keptMilliseconds });

  return async (people, conversation) => {
    const known = await Promise.all(people.map(findMet));
    const missing = people.filter((_, index) => known[index] === undefined);
    if (missing.length > 0) {
      const roster = await rosterOf(conversation);
      await Promise.all(missing.map((person) => meet(person, roster.get(person), conversation)));
    }
    return people.flatMap((person) => met.get(person) ?? []);
  };

  async function findMet(person: PersonId): Promise<string | undefined> {
    const userId = met.get(person) ?? (await conversations.findMember(person))?.userId;
    if (userId !== undefined) met.set(person, userId);
    return userId;
  }

  async function meet(
    person: PersonId,
    userId: string | undefined,
    conversation: Conversation,
  ): Promise<void> {
    if (userId === undefined) return;
    const { tenantId, serviceUrl, botId } = conversation;
    const member: ChatMember = { person, userId, tenantId, serviceUrl, botId };
    await conversations.saveMember(member);
    met.set(person, userId);
  }

  /** Empty where Teams does not tell it now: the card is posted all the same. */
  async function rosterOf(conversation: Conversation): Promise<ReadonlyMap<PersonId, string>> {
    const { id, teamId = id } = conversation;
    const kept = rosters.get(teamId);
    if (kept) return kept;
    try {
      const roster = await readRoster({ ...conversation, id: teamId });
      rosters.set(teamId, roster);
      return roster;
    } catch (error) {
      if (error instanceof GatewayError) return new Map();
      throw error;
    }
  }

  async function readRoster({
    id,
    serviceUrl,
    tenantId,
  }: Conversation): Promise<ReadonlyMap<PersonId, string>> {
    const roster = new Map<PersonId, string>();
    let from: string | undefined;
    for (let page = 1; page <= mostPages; page += 1) {
      const answer = await connector.listMembers({ serviceUrl, conversationId: id }, from);
      if (!answer.ok) break;
      for (const member of answer.value.members) {
        const person = memberToPerson(member, tenantId);
        if (person.ok) roster.set(person.value.id, member.id);
      }
      from = answer.value.continuationToken ?? undefined;
      if (from === undefined) break;
    }
    return roster;
  }
}
