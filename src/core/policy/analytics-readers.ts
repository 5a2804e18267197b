import type { PersonId } from "../person.ts";
import type { Refusal } from "../refusal.ts";
import type { Policy } from "./policy.ts";

type Readers = Pick<Policy, "analytics" | "groups">;

/** Why somebody may not see the analytics; nothing where they may: as a member of a group that the policy names for it, or of any. */
export function analyticsRefusal(policy: Readers, person: PersonId): Refusal | undefined {
  const groups = policy.analytics?.groups ?? Object.keys(policy.groups);
  const isReader = groups.some((name) => policy.groups[name]?.members.includes(person));
  return isReader ? undefined : { kind: "no-analytics", groups };
}
