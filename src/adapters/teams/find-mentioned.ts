import { type Person, personIdSchema } from "../../core/person.ts";
import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Sender } from "./read-activity.ts";
import type { TeamsAppDependencies } from "./teams-app-dependencies.ts";
import type { TypedLine } from "./typed-line.ts";

type Dependencies = Pick<TeamsAppDependencies, "conversations" | "findPerson">;

/** The person whom somebody means by a mention or a mail address; by that, it may be one who is not in Teams. */
export async function findMentioned(
  deps: Dependencies,
  sender: Sender,
  word: string,
  line: Pick<TypedLine, "mentionedIn" | "named">,
): Promise<Result<Person, Refusal>> {
  const userId = line.mentionedIn(word);
  return userId === undefined
    ? findByMail(deps, sender, line.named(word))
    : findColleague(deps, sender, userId, line.named(word));
}

export async function findByMail(
  deps: Dependencies,
  sender: Sender,
  typed: string,
): Promise<Result<Person, Refusal>> {
  const email = personIdSchema.safeParse(typed);
  if (!email.success) return err({ kind: "unknown-colleague", typed });
  const member = await deps.conversations.findMember(email.data);
  return member?.tenantId === sender.tenantId
    ? findColleague(deps, sender, member.userId, typed)
    : ok({ id: email.data, name: email.data });
}

/** What is the matter with another's account is not the sender's to know. */
async function findColleague(
  { findPerson }: Dependencies,
  sender: Sender,
  userId: string,
  typed: string,
): Promise<Result<Person, Refusal>> {
  // Where the sender writes in person is no conversation of the colleague's.
  const found = await findPerson({ ...sender, userId, directoryId: undefined, isPersonal: false });
  return found.ok ? found : err({ kind: "unknown-colleague", typed });
}
