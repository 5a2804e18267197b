import { differencesOf } from "../../core/differences.ts";
import type { Fact } from "../../core/fact.ts";
import type { RdsIntent } from "../../core/intent.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { describeStart } from "../../core/timing/start-facts.ts";
import { type AskedAgain, weighedAgain } from "../../core/transitions/ask-again.ts";
import { estimateCost } from "../../operations/cost/operation-cost.ts";
import type { PriceTable } from "../../operations/cost/price-table.ts";
import type { Operation } from "../../operations/frame/operation.ts";
import type { RdsInstance } from "../../operations/frame/rds-gateway.ts";
import { findMaintenanceWindow } from "../../operations/rules/time-window.ts";
import type { InventoryInstance } from "../ports/inventory.ts";
import { planSafetySnapshot } from "../submit/plan-safety-snapshot.ts";
import { reasonsToRaise } from "../submit/reasons-to-raise.ts";
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
    request,
    intent: { safetySnapshot: _, ...intent },
    operation,
  }: {
    readonly request: Pick<ApprovalRequest, "id" | "risk" | "requirement">;
    readonly intent: RdsIntent;
    readonly operation: Operation;
  },
  { policy, prices }: { readonly policy: Pick<Policy, "windows">; readonly prices: PriceTable },
): Omit<AskedAgain, "differences"> {
  const { parameters, start } = intent;
  const raisedBy = reasonsToRaise(operation, parameters, instance);
  const snapshot = planSafetySnapshot(
    { operation, instance, ...weighedAgain(request, raisedBy) },
    request.id,
  );
  const description = operation.describe(parameters, instance, request.id);
  const maintenanceWindow = findMaintenanceWindow(instance.maintenanceWindow);
  const policyWindow = start?.kind === "window" ? policy.windows[start.name] : undefined;
  const startFacts = describeStart(start, { instanceId: instance.id, maintenanceWindow, policyWindow });
  return {
    intent: {
      ...intent,
      state: operation.materialState(parameters, instance),
      ...(snapshot.id !== undefined && { safetySnapshot: snapshot.id }),
    },
    description: { ...description, facts: [...description.facts, ...snapshot.facts, ...startFacts] },
    inverse: operation.inverse(parameters, instance, request.id),
    estimatedCost: estimateCost(prices, operation, parameters, instance),
    raisedBy,
  };
}
