import type { PersonId } from "../person.ts";
import type { GroupMembers } from "../policy-terms.ts";
import type { PolicyContent, Rule } from "./policy.ts";
import { ownersLevel } from "./rule-terms.ts";

export interface PeopleAsked {
  readonly groups: readonly string[];
  readonly approvers: readonly PersonId[];
  readonly oneFromEach: readonly GroupMembers[];
  readonly level: number | undefined;
  readonly owners: readonly PersonId[];
}

/**
 * Who may decide by the rules that match: the groups of the strictest rule that names any, and every group of which one person
 * has to approve; of all these, only people of the level that is asked for.
 */
export function peopleAsked(policy: PolicyContent, matching: readonly Rule[]): PeopleAsked {
  const level = highest(matching.flatMap((rule) => rule.level ?? []));
  const each = [...new Set(matching.flatMap(({ one_from_each }) => one_from_each ?? []))];
  const named = strictestGroups(policy, matching) ?? (each.length > 0 ? [] : policy.defaults.approvers);
  const groups = [...new Set([...named, ...each])];
  return {
    groups,
    approvers: membersOf(policy, groups, level),
    oneFromEach: each.map((group) => ({ group, members: membersOf(policy, [group], level) })),
    level,
    owners: membersOf(
      policy,
      Object.entries(policy.groups).flatMap(([group, { level: own }]) => (own === ownersLevel ? group : [])),
    ),
  };
}

/** Everyone in these groups, each once, who has the level at least by any group of theirs. */
export function membersOf(policy: PolicyContent, groups: readonly string[], level = 1): readonly PersonId[] {
  const members = new Set(groups.flatMap((group) => policy.groups[group]?.members ?? []));
  return level <= 1 ? [...members] : [...members].filter((person) => levelOf(policy, person) >= level);
}

function levelOf(policy: PolicyContent, person: PersonId): number {
  const own = Object.values(policy.groups).filter(({ members }) => members.includes(person));
  return highest(own.map(({ level }) => level)) ?? 1;
}

/** Of rules that ask for as many, the one with the higher level, and then the one with fewer people, is the stricter. */
function strictestGroups(policy: PolicyContent, matching: readonly Rule[]): readonly string[] | undefined {
  const naming = matching.flatMap(({ name, approvals = 0, level = 0, approvers }) =>
    approvers ? [{ name, approvals, level, approvers, people: membersOf(policy, approvers).length }] : [],
  );
  return naming.toSorted(
    (one, other) =>
      other.approvals - one.approvals ||
      other.level - one.level ||
      one.people - other.people ||
      (one.name < other.name ? -1 : 1),
  )[0]?.approvers;
}

function highest(levels: readonly number[]): number | undefined {
  return levels.length > 0 ? Math.max(...levels) : undefined;
}
