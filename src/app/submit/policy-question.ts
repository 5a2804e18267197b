import type { CostChange } from "../../core/cost.ts";
import type { JsonObject } from "../../core/json.ts";
import type { AskedFacts } from "../../core/policy/condition-facts.ts";
import type { PolicyQuestion } from "../../core/policy/evaluate-policy.ts";
import type { Operation } from "../../operations/frame/operation.ts";
import type { InventoryInstance } from "../ports/inventory.ts";
import { reasonsToRaise } from "./reasons-to-raise.ts";

/** What the policy is asked about an operation on an instance, its parameters as they were read. */
export function questionOf(
  operation: Operation,
  instance: InventoryInstance,
  parameters: JsonObject,
  { facts, cost }: { readonly facts: AskedFacts; readonly cost: CostChange },
): PolicyQuestion {
  const { environment } = instance;
  return {
    ...facts,
    operation: operation.name,
    environment,
    catalogueRisk: operation.riskIn(environment),
    raisedBy: reasonsToRaise(operation, parameters, instance),
    cost,
  };
}
