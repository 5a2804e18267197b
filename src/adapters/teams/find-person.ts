import { LRUCache } from "lru-cache";
import { GatewayError } from "../../app/gateway-error.ts";
import type { Person } from "../../core/person.ts";
import type { Refusal } from "../../core/refusal.ts";
import { ok, type Result } from "../../core/result.ts";
import type { Connector, TeamsMember, TeamsNo } from "./connector.ts";
import { memberToPerson, unknown } from "./member-to-person.ts";
import type { Sender } from "./read-activity.ts";

/** The person behind the sender of a signed activity, or why Countersign does not deal with them. */
export type FindPerson = (sender: Sender) => Promise<Result<Person, Refusal>>;

const mostPeople = 1000;
/** For so long somebody who was let go, or made a guest, can still act. */
const keptMilliseconds = 3 * 60_000;

/**
 * Knows people by the e-mail address of their organisation's directory, as Teams tells it of a member of the conversation they
 * act in. Asks once for many at the same time; only people are remembered, for three minutes.
 */
export function makeFindPerson({
  connector,
  now,
}: {
  readonly connector: Pick<Connector, "findMember" | "openPersonal">;
  readonly now: () => Date;
}): FindPerson {
  const people = new LRUCache<string, Result<Person, Refusal>, Sender>({
    max: mostPeople,
    ttl: keptMilliseconds,
    ttlResolution: 0,
    perf: { now: () => now().getTime() },
    fetchMethod: (_key, _stale, { context }) => lookUp(context),
  });

  return async (sender) => {
    const key = `${sender.tenantId}#${sender.userId}#${sender.directoryId ?? ""}`;
    const found = await people.fetch(key, { context: sender });
    if (!found) throw new GatewayError("The look-up of a person was given up");
    if (!found.ok) people.delete(key);
    return found;
  };

  async function lookUp(sender: Sender): Promise<Result<Person, Refusal>> {
    const found = await findMember(sender);
    if (!found.ok) {
      if (found.error.status !== 403 && found.error.status !== 404) throw found.error.error;
      return unknown(
        "Teams does not show your account to it. Write to it in its own chat, or add it to this one.",
      );
    }
    const member = found.value;
    // The directory's id is the account; Teams' own id of the sender was what we asked for.
    const isAnother =
      sender.directoryId !== undefined &&
      typeof member.aadObjectId === "string" &&
      member.aadObjectId.toLowerCase() !== sender.directoryId.toLowerCase();
    return isAnother
      ? unknown("Teams does not show your account to it.")
      : memberToPerson(member, sender.tenantId);
  }

  /** A message extension can be used where the bot is no member: then in the sender's own chat with it. */
  async function findMember(sender: Sender): Promise<Result<TeamsMember, TeamsNo>> {
    const { serviceUrl, memberConversation, userId } = sender;
    const here = await connector.findMember({ serviceUrl, conversationId: memberConversation }, userId);
    if (here.ok || (here.error.status !== 403 && here.error.status !== 404)) return here;
    const own = await connector.openPersonal(serviceUrl, userId, sender);
    if (!own.ok) return here;
    const there = await connector.findMember({ serviceUrl, conversationId: own.value.id }, userId);
    return there.ok ? ok(there.value) : there;
  }
}
