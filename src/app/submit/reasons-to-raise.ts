import type { JsonObject } from "../../core/json.ts";
import type { Operation, TargetInstance } from "../../operations/frame/operation.ts";

/** Why this is riskier than the operation by itself: the approver reads it beside the risk, and what it is among the facts. */
export function reasonsToRaise(
  operation: Operation,
  parameters: JsonObject,
  instance: TargetInstance,
): readonly string[] {
  const hasCollateral = operation.collateral(parameters, instance).length > 0;
  return hasCollateral ? ["pending changes are applied too"] : [];
}
