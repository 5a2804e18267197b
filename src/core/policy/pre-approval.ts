import type { CostChange } from "../cost.ts";
import type { Risk } from "../risk.ts";
import { evaluateCondition } from "./condition.ts";
import { type AskedFacts, conditionFactsOf } from "./condition-facts.ts";
import type { Policy, Rule } from "./policy.ts";
import type { Template } from "./template.ts";

/**
 * Whether the template that a question is about passes without anybody: its groups, its environments and its condition hold surely,
 * and every matching rule that asks for people is one that it names.
 */
export function isPreApproved(
  policy: Policy,
  question: AskedFacts & {
    readonly operation: string;
    readonly environment: string;
    readonly cost?: CostChange | undefined;
  },
  { risk, asking }: { readonly risk: Risk; readonly asking: readonly Pick<Rule, "name">[] },
): boolean {
  const template = question.template === undefined ? undefined : policy.templates[question.template];
  if (!template?.pre_approved) return false;
  const { condition, instead_of = [] } = template.pre_approved;
  if (!mayUse(policy, template, question.requester)) return false;
  if (template.environments && !template.environments.includes(question.environment)) return false;
  if (asking.some(({ name }) => !instead_of.includes(name))) return false;
  return (
    condition === undefined ||
    evaluateCondition(condition, conditionFactsOf(policy, question, risk)).kind === "matches"
  );
}

/** Whether a person is in one of the groups that a template is for. */
export function mayUse(
  { groups }: Pick<Policy, "groups">,
  template: Pick<Template, "groups">,
  person: string | undefined,
): boolean {
  if (!template.groups) return true;
  return template.groups.some((group) => groups[group]?.members.some((member) => member === person));
}
