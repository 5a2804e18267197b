import {
  evaluatePolicy,
  type PolicyAnswer,
  type PolicyQuestion,
  riskOf,
  unclaimedRiskOf,
} from "./evaluate-policy.ts";
import { type AskedRule, askUnderClaim } from "./matching-rules.ts";
import type { Policy } from "./policy.ts";

/** What one rule said to a question, for people to read. */
interface RuleExplanation {
  readonly rule: string;
  /** `cannot-tell` counts as matching, but lets nothing pass. */
  readonly verdict: "matches" | "does-not-match" | "cannot-tell";
  /** The condition that does not hold, or why it cannot be told; empty where it matches. */
  readonly why: string;
}

/** An answer, and how it came about, rule by rule. */
export interface PolicyExplanation {
  readonly answer: PolicyAnswer;
  readonly rules: readonly RuleExplanation[];
}

/** What of a rule's `when` does not hold. */
const notHeld = {
  environments: "it is for other environments",
  operations: "it is for other operations",
  risks: "it is for other risks",
  cost_increase_above: "the cost does not rise by so much",
  condition: "its condition does not hold",
} as const satisfies Record<NonNullable<AskedRule["verdict"]["which"]>, string>;

/** The policy's answer to a question with what each rule said, by name: for whoever tries a policy, or asks beforehand. */
export function explainPolicy(policy: Policy, question: PolicyQuestion): PolicyExplanation {
  const { risk } = riskOf(policy, question);
  const { asked } = askUnderClaim(policy, { ...question, risk }, unclaimedRiskOf(policy, question));
  const rules = asked.map(({ rule, verdict }) => ({
    rule: rule.name,
    verdict: verdict.kind,
    why:
      verdict.kind === "matches"
        ? ""
        : verdict.kind === "cannot-tell"
          ? verdict.why
          : notHeld[verdict.which ?? "condition"],
  }));
  return { answer: evaluatePolicy(policy, question), rules };
}
