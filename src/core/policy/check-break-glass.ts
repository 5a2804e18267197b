import { reviewsNeeded } from "../break-glass.ts";
import { escalationOf } from "./break-glass.ts";
import { membersOf } from "./people-asked.ts";
import type { PolicyContent } from "./policy.ts";

/** What keeps a break-glass from ever being reviewed, with the key of the file that is the cause. */
export interface BreakGlassIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Groups that are not there, too few reviewers for somebody, nobody to hear of overdue reviews, and rules that allow what they do not deny. */
export function findBreakGlassIssues(policy: PolicyContent): readonly BreakGlassIssue[] {
  const { break_glass: terms, groups, rules } = policy;
  const idle = rules.flatMap(({ break_glass, deny }, index) =>
    break_glass !== undefined && deny === undefined
      ? [{ path: ["rules", index, "break_glass"], message: "this rule denies nothing" }]
      : [],
  );
  if (!terms) return idle;
  const unknown = (["groups", "reviewers", "escalate_to"] as const).flatMap((key) =>
    (terms[key] ?? []).flatMap((group, at) =>
      Object.hasOwn(groups, group)
        ? []
        : [{ path: ["break_glass", key, at], message: `there is no group "${group}"` }],
    ),
  );
  const reviewers = membersOf(policy, terms.reviewers);
  const short = membersOf(policy, terms.groups).find(
    (person) => reviewers.filter((reviewer) => reviewer !== person).length < reviewsNeeded,
  );
  return [
    ...idle,
    ...unknown,
    ...(short === undefined
      ? []
      : [
          {
            path: ["break_glass", "reviewers"],
            message: `what ${short} does is reviewed by ${reviewsNeeded} others, and there are not so many`,
          },
        ]),
    ...(escalationOf(policy).length > 0
      ? []
      : [
          {
            path: ["break_glass", "escalate_to"],
            message: "name whom an overdue review is escalated to, or give a group level 5",
          },
        ]),
  ];
}
