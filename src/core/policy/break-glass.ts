import type { PersonId } from "../person.ts";
import type { Refusal } from "../refusal.ts";
import type { Requirement } from "../requirement.ts";
import { membersOf } from "./people-asked.ts";
import type { Policy, PolicyContent } from "./policy.ts";
import { ownersLevel } from "./rule-terms.ts";

/** Why this person may not break the glass; nothing where they may. */
export function breakGlassRefusal(policy: Policy, person: PersonId): Refusal | undefined {
  const groups = policy.break_glass?.groups ?? [];
  return membersOf(policy, groups).includes(person) ? undefined : { kind: "no-break-glass", groups };
}

/** The same asking as an emergency: nobody is waited for, and others look at it afterwards. */
export function withoutApprovals(policy: Policy, requirement: Requirement): Requirement {
  const { break_glass: terms } = policy;
  if (!terms) return requirement;
  const { autoApprovedBy: _, approvalsPassedOver: __, ...asked } = requirement;
  return {
    ...asked,
    approvals: 0,
    breakGlass: {
      approvalsSkipped: requirement.approvals,
      reviewers: membersOf(policy, terms.reviewers),
      escalateTo: escalationOf(policy),
      reviewWithinSeconds: terms.review_within,
      ignoresFreezes: terms.freezes === "ignored",
    },
  };
}

/** The policy as an emergency's start goes by it: without the windows that rules demand, and without freezes where they are ignored. */
export function startPolicyOf(policy: Policy, { breakGlass }: Pick<Requirement, "breakGlass">): Policy {
  if (!breakGlass) return policy;
  const rules = policy.rules.map(({ start_in: _, ...rule }) => rule);
  return { ...policy, rules, freezes: breakGlass.ignoresFreezes ? [] : policy.freezes };
}

/** Who is told of an overdue review: whom the file names, or the owners. */
export function escalationOf(policy: PolicyContent): readonly PersonId[] {
  const owners = Object.entries(policy.groups).filter(([, { level }]) => level === ownersLevel);
  return membersOf(policy, policy.break_glass?.escalate_to ?? owners.map(([name]) => name));
}
