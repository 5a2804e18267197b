import type { Person, PersonId } from "../person.ts";
import type { Refusal } from "../refusal.ts";
import type { Policy, Rule } from "./policy.ts";

/** Why the policy lets nobody, or not this one, decide for a person; nothing where it may be, in some of what they decide. */
export function delegationVeto(
  { groups }: Pick<Policy, "groups">,
  of: PersonId,
  to: Person,
): Refusal | undefined {
  const own = Object.entries(groups).filter(([, { members }]) => members.includes(of));
  if (own.length === 0) return { kind: "nothing-to-delegate" };
  const vetoing = own.filter(([, { delegation }]) => delegation === false).map(([name]) => name);
  if (vetoing.length > 0) return { kind: "delegation-vetoed", groups: vetoing };
  const isFit = Object.values(groups).some(({ members }) => members.includes(to.id));
  return isFit ? undefined : { kind: "unfit-delegate", name: to.name };
}

/**
 * Those of these people for whom nobody else may decide: the members of groups that do not delegate, and everyone where a matching
 * rule says so or asks for people of a level, as a stand-in's level may be another.
 */
export function ownDecisionOnly(
  { groups }: Pick<Policy, "groups">,
  matching: readonly Pick<Rule, "delegation" | "level">[],
  people: readonly PersonId[],
): readonly PersonId[] {
  if (matching.some(({ delegation, level }) => delegation === false || level !== undefined)) return people;
  const vetoing = Object.values(groups).filter(({ delegation }) => delegation === false);
  return people.filter((person) => vetoing.some(({ members }) => members.includes(person)));
}
