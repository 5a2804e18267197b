import { differencesOf } from "../core/differences.ts";
import type { RdsIntent } from "../core/intent.ts";
import type { ApprovalRequest, Fact, RequestId } from "../core/request.ts";
import { describeStart } from "../core/timing/start-facts.ts";
import type { AskedAgain } from "../core/transitions/ask-again.ts";
import type { Operation } from "../operations/frame/operation.ts";
import type { RdsInstance } from "../operations/frame/rds-gateway.ts";
import { findMaintenanceWindow } from "../operations/rules/time-window.ts";
import type { InventoryInstance } from "./ports/inventory.ts";
import { reasonsToRaise } from "./reasons-to-raise.ts";
import { runGuidance } from "./run-guidance.ts";

/** Why nobody was asked about this target, as who must agree goes by the instance and its environment; nothing when it is the one. */
export function findOtherTarget(
  { environment }: Pick<ApprovalRequest, "environment">,
  { instance: { id: instanceId, resourceId } }: RdsIntent,
  instance: RdsInstance | undefined,
  known: InventoryInstance | undefined,
): string | undefined {
  if (!instance) return runGuidance.targetGone({ instanceId });
  if (instance.resourceId !== resourceId) return runGuidance.targetReplaced({ instanceId });
  return known && known.environment !== environment
    ? runGuidance.environmentChanged({ instanceId }, environment, known.environment)
    : undefined;
}

/** What is no longer as it was approved: the instance itself, or what the approval rests on. An older intent tells only the instance. */
export function findDrift(
  { intent, operation }: { readonly intent: RdsIntent; readonly operation: Operation },
  instance: RdsInstance,
): readonly Fact[] {
  const { instance: approved, parameters, state } = intent;
  const identity = { label: "identity", value: `${approved.resourceId} → ${instance.resourceId}` };
  return [
    ...(approved.resourceId === instance.resourceId ? [] : [identity]),
    ...(state ? differencesOf(state, operation.materialState(parameters, instance)) : []),
  ];
}

/** The same operation, asked of the instance as it is now. */
export function askedOf(
  instance: RdsInstance,
  {
    requestId,
    intent,
    operation,
  }: { readonly requestId: RequestId; readonly intent: RdsIntent; readonly operation: Operation },
): Omit<AskedAgain, "differences"> {
  const { parameters, start } = intent;
  const description = operation.describe(parameters, instance, requestId);
  const maintenanceWindow = findMaintenanceWindow(instance.maintenanceWindow);
  const startFacts = describeStart(start, { instanceId: instance.id, maintenanceWindow });
  return {
    intent: { ...intent, state: operation.materialState(parameters, instance) },
    description: { ...description, facts: [...description.facts, ...startFacts] },
    inverse: operation.inverse(parameters, instance, requestId),
    raisedBy: reasonsToRaise(operation, parameters, instance),
  };
}
