import type { PersonId } from "./person.ts";
import type { GroupMembers } from "./policy-terms.ts";

/** So many people, of different ones of these groups, are still needed. */
export interface Missing {
  readonly people: number;
  readonly groups: readonly string[];
}

/**
 * Which groups nobody of these people stands for yet. Each person stands for one group at most, and whoever is in several for
 * the one that serves best: so nothing is missing exactly when every group has a person of its own. Where several groups could be
 * the one that is missing, all of them are named.
 */
export function missingGroups(
  groups: readonly GroupMembers[],
  people: readonly PersonId[],
): readonly Missing[] {
  const held = new Map<PersonId, GroupMembers>();
  const without = groups.filter((group) => !findPerson(group, new Set()));
  return without.reduce<readonly Missing[]>((missing, group) => {
    const names = [...alternativesTo(group)].map((one) => one.group);
    const shared = missing.filter(({ groups: others }) => others.some((one) => names.includes(one)));
    const together = new Set([...shared.flatMap(({ groups: others }) => others), ...names]);
    const people = shared.reduce((sum, one) => sum + one.people, 1);
    const others = missing.filter((one) => !shared.includes(one));
    return [...others, { people, groups: [...together].toSorted() }];
  }, []);

  /** Gives the group a person, whose own group then finds another one: an augmenting path of bipartite matching. */
  function findPerson(group: GroupMembers, tried: Set<PersonId>): boolean {
    for (const person of people) {
      if (tried.has(person) || !group.members.includes(person)) continue;
      tried.add(person);
      const holder = held.get(person);
      if (holder && !findPerson(holder, tried)) continue;
      held.set(person, group);
      return true;
    }
    return false;
  }

  /** The group, and those that could go without instead of it. */
  function alternativesTo(group: GroupMembers, found = new Set<GroupMembers>()): Set<GroupMembers> {
    found.add(group);
    for (const [person, holder] of held) {
      if (group.members.includes(person) && !found.has(holder)) alternativesTo(holder, found);
    }
    return found;
  }
}
