import { type CostChange, mayCostMoreThan } from "../cost.ts";
import type { Risk } from "../risk.ts";
import { evaluateCondition, type Verdict } from "./condition.ts";
import { type AskedFacts, conditionFactsOf } from "./condition-facts.ts";
import type { Policy, Rule } from "./policy.ts";

/** What rules are asked about, once the risk is known. */
export type RuleQuestion = AskedFacts & {
  readonly operation: string;
  readonly environment: string;
  readonly cost?: CostChange | undefined;
  readonly risk: Risk;
};

/** A rule and what its conditions say; `which` names the one that does not hold. */
export interface AskedRule {
  readonly rule: Rule;
  readonly verdict: Verdict & { readonly which?: keyof Rule["when"] };
}

/** Every rule and whether it matches, by name: a policy says the same in whatever order its rules stand. */
export function askRules(policy: Policy, question: RuleQuestion): readonly AskedRule[] {
  return policy.rules
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map((rule) => ({ rule, verdict: askRule(policy, rule, question) }));
}

/**
 * Every rule at the risk that is claimed and at the one without the claim: a rule about either matches, so that nobody gets around
 * one by claiming more. `certain` are those that surely match at both.
 */
export function askUnderClaim(
  policy: Policy,
  question: RuleQuestion,
  unclaimed: Risk,
): { readonly asked: readonly AskedRule[]; readonly certain: readonly Rule[] } {
  const claimed = askRules(policy, question);
  const others = unclaimed === question.risk ? claimed : askRules(policy, { ...question, risk: unclaimed });
  const pairs = claimed.map((one, index) => [one, others[index] ?? one] as const);
  return {
    asked: pairs.map(([one, other]) => (one.verdict.kind === "matches" || !isMatching(other) ? one : other)),
    certain: pairs.flatMap(([one, other]) =>
      one.verdict.kind === "matches" && other.verdict.kind === "matches" ? [one.rule] : [],
    ),
  };
}

/** What is not known matches: a rule asks for more, as a rule. Whoever lets something pass looks at the verdict itself. */
export function isMatching({ verdict }: AskedRule): boolean {
  return verdict.kind !== "does-not-match";
}

function askRule(policy: Policy, { when }: Rule, question: RuleQuestion): AskedRule["verdict"] {
  const { environment, operation, risk, cost } = question;
  const holds = [
    ["environments", when.environments?.includes(environment) ?? true],
    ["operations", when.operations?.includes(operation) ?? true],
    ["risks", when.risks?.includes(risk) ?? true],
    [
      "cost_increase_above",
      when.cost_increase_above === undefined ||
        mayCostMoreThan(when.cost_increase_above, cost ?? { kind: "unknown", why: "not told" }),
    ],
  ] as const;
  const failed = holds.find(([, isHeld]) => !isHeld);
  if (failed) return { kind: "does-not-match", which: failed[0] };
  if (when.condition === undefined) return { kind: "matches" };
  return {
    ...evaluateCondition(when.condition, conditionFactsOf(policy, question, risk)),
    which: "condition",
  };
}
