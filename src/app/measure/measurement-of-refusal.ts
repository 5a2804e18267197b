import type { Measurement } from "../../core/own-metrics.ts";
import type { Policy, Rule } from "../../core/policy/policy.ts";
import type { Refusal } from "../../core/refusal.ts";

/** What a refusal adds to the metrics that left no request behind, and so no event: nothing where nobody has to look at it. */
export function measurementOfRefusal(
  { rules }: Pick<Policy, "rules">,
  refusal: Refusal,
  operation: string,
): Measurement | undefined {
  switch (refusal.kind) {
    case "denied": {
      const isForCost = rules.some((rule) => rule.name === refusal.rule && looksAtCost(rule));
      return {
        values: { PolicyDenied: 1, ...(isForCost && { BudgetRefused: 1 }), ...blocked(refusal.environment) },
        dimensions: { Operation: operation },
      };
    }
    case "needs-approval":
      return { values: blocked(refusal.environment), dimensions: { Operation: operation } };
    case "no-break-glass":
    case "not-your-template":
      return { values: { CapabilityViolations: 1 }, dimensions: { Kind: refusal.kind } };
    default:
      return undefined;
  }
}

function blocked(environment: string): Measurement["values"] {
  return environment === "production" ? { ProductionBlocked: 1 } : {};
}

/** By its limit, or by its condition. */
function looksAtCost({ when }: Rule): boolean {
  return when.cost_increase_above !== undefined || /\bcost_change\b/.test(when.condition ?? "");
}
