import type { CostChange } from "../cost.ts";
import type { Requirement } from "../requirement.ts";
import type { AskedFacts } from "./condition-facts.ts";
import { askRules, type RuleQuestion } from "./matching-rules.ts";
import type { Policy } from "./policy.ts";

/** What the rules about a start go by, once the risk is known. */
export type WindowQuestion = RuleQuestion & {
  /** Of a bulk request: what each instance changes of the bill. A limit means each as well as the whole, as one may save what another costs. */
  readonly partCosts?: readonly (CostChange | undefined)[] | undefined;
  /** What each instance is like, in the same order; of an ordinary request there is one. */
  readonly partFacts?: readonly AskedFacts[] | undefined;
  /** What the rules said when it was asked for: those of them count on, and tell what is not known of it any more. */
  readonly pinned?: Pick<Requirement, "rules" | "policyVersion"> | undefined;
};

/** The names of the windows that matching rules demand a start in; it has to lie in all of them. */
export function windowsDemanded(policy: Policy, question: WindowQuestion): readonly string[] {
  const { pinned } = question;
  const names = casesOf(question).flatMap((one) =>
    askRules(policy, one).flatMap(({ rule: { name, start_in }, verdict }) => {
      if (start_in === undefined) return [];
      const isPinned = pinned?.policyVersion === policy.hash;
      // It counts on even where the risk, claimed or raised since, is another one now.
      if (isPinned && pinned.rules.includes(name)) return [{ name, start_in }];
      return verdict.kind === "matches" || (verdict.kind === "cannot-tell" && !isPinned)
        ? [{ name, start_in }]
        : [];
    }),
  );
  const byRule = names.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return [...new Set(byRule.map(({ start_in }) => start_in))];
}

/** The whole, and each part with the whole's cost and with its own. */
function casesOf({ partCosts = [], partFacts = [], ...whole }: WindowQuestion): readonly RuleQuestion[] {
  if (partFacts.length === 0) return [whole, ...partCosts.map((cost) => ({ ...whole, cost }))];
  return partFacts.flatMap((facts, index) => [
    { ...whole, ...facts },
    ...(index < partCosts.length ? [{ ...whole, ...facts, cost: partCosts[index] }] : []),
  ]);
}
