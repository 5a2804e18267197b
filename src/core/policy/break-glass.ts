import { z } from "zod";
import { reviewsNeeded } from "../break-glass.ts";
import type { PersonId } from "../person.ts";
import type { Refusal } from "../refusal.ts";
import type { Requirement } from "../request.ts";
import { durationSchema, secondsPer } from "./duration.ts";
import { nameSchema } from "./name.ts";
import { membersOf } from "./people-asked.ts";
import type { Policy, PolicyContent } from "./policy.ts";
import { ownersLevel } from "./rule-terms.ts";

/** Who may do what cannot wait for approvals, and who looks at it afterwards. */
export const breakGlassSchema = z.strictObject({
  groups: z.array(nameSchema).min(1),
  reviewers: z.array(nameSchema).min(1),
  review_within: durationSchema.default(24 * secondsPer.h),
  /** Who is told when nobody has reviewed it; the owners without it. */
  escalate_to: z.array(nameSchema).min(1).exactOptional(),
  /** Whether a freeze holds back an emergency, too: somebody has to decide that before there is one. */
  freezes: z.enum(
    ["ignored", "kept"],
    'say "ignored" or "kept": whether freezes hold back an emergency, too',
  ),
});

/** Tells of a break-glass that could never be reviewed, or whose overdue reviews nobody would hear of. */
export function checkBreakGlass(policy: PolicyContent, context: z.RefinementCtx): void {
  const { break_glass: terms, groups, rules } = policy;
  for (const [index, { break_glass, deny }] of rules.entries()) {
    if (break_glass !== undefined && deny === undefined) {
      const message = "this rule denies nothing";
      context.addIssue({ code: "custom", message, path: ["rules", index, "break_glass"] });
    }
  }
  if (!terms) return;
  const issue = (message: string, ...path: PropertyKey[]) =>
    context.addIssue({ code: "custom", message, path: ["break_glass", ...path] });
  for (const key of ["groups", "reviewers", "escalate_to"] as const) {
    for (const [at, group] of (terms[key] ?? []).entries()) {
      if (!Object.hasOwn(groups, group)) issue(`there is no group "${group}"`, key, at);
    }
  }
  const reviewers = membersOf(policy, terms.reviewers);
  const short = membersOf(policy, terms.groups).find(
    (person) => reviewers.filter((reviewer) => reviewer !== person).length < reviewsNeeded,
  );
  if (short !== undefined) {
    issue(
      `what ${short} does is reviewed by ${reviewsNeeded} others, and there are not so many`,
      "reviewers",
    );
  }
  if (escalationOf(policy).length === 0) {
    issue("name whom an overdue review is escalated to, or give a group level 5", "escalate_to");
  }
}

/** Why this person may not break the glass; nothing where they may. */
export function breakGlassRefusal(policy: Policy, person: PersonId): Refusal | undefined {
  const groups = policy.break_glass?.groups ?? [];
  return membersOf(policy, groups).includes(person) ? undefined : { kind: "no-break-glass", groups };
}

/** The same asking as an emergency: nobody is waited for, and others look at it afterwards. */
export function withoutApprovals(policy: Policy, requirement: Requirement): Requirement {
  const { break_glass: terms } = policy;
  if (!terms) return requirement;
  const { autoApprovedBy: _, ...asked } = requirement;
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

function escalationOf(policy: PolicyContent): readonly PersonId[] {
  const owners = Object.entries(policy.groups).filter(([, { level }]) => level === ownersLevel);
  return membersOf(policy, policy.break_glass?.escalate_to ?? owners.map(([name]) => name));
}
