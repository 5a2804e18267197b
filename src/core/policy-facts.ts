import type { Fact } from "./fact.ts";
import { personText } from "./person.ts";
import type { ApprovalRequest } from "./request.ts";

/** What the policy said of it, beyond how many have to agree; nothing where no rule said anything. */
export function policyFactsOf({ requirement, overriddenBy }: ApprovalRequest): readonly Fact[] {
  const { rules, oneFromEach, uncertainRules = [] } = requirement;
  const unsure = uncertainRules.map(({ rule, why }) => `${rule}, as it cannot be told: ${why}`);
  const sure = rules.filter((name) => !uncertainRules.some(({ rule }) => rule === name));
  const each = oneFromEach?.map(({ group }) => group).join(", ");
  return [
    ...(rules.length > 0 ? [{ label: "Policy rules", value: [...sure, ...unsure].join("; ") }] : []),
    ...(each === undefined ? [] : [{ label: "One from each of", value: each }]),
    ...(overriddenBy
      ? [
          {
            label: "Owner's override",
            value: `by ${personText(overriddenBy)}, before the others`,
          },
        ]
      : []),
  ];
}
