import { differencesOf } from "../core/differences.ts";
import type { RdsIntent } from "../core/intent.ts";
import type { Fact, RequestId } from "../core/request.ts";
import type { AskedAgain } from "../core/transitions/ask-again.ts";
import { materialStateOf } from "../operations/frame/instance-state.ts";
import type { Operation } from "../operations/frame/operation.ts";
import type { RdsInstance } from "../operations/frame/rds-gateway.ts";
import { reasonsToRaise } from "./reasons-to-raise.ts";

/** What is no longer as it was approved: the instance itself, or what the approval rests on. An older intent tells only the instance. */
export function findDrift({ instance: approved, state }: RdsIntent, instance: RdsInstance): readonly Fact[] {
  const identity = { label: "identity", value: `${approved.resourceId} → ${instance.resourceId}` };
  return [
    ...(approved.resourceId === instance.resourceId ? [] : [identity]),
    ...(state ? differencesOf(state, materialStateOf(instance)) : []),
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
  const { parameters } = intent;
  return {
    intent: {
      ...intent,
      instance: { ...intent.instance, resourceId: instance.resourceId },
      state: materialStateOf(instance),
    },
    description: operation.describe(parameters, instance, requestId),
    inverse: operation.inverse(parameters, instance, requestId),
    raisedBy: reasonsToRaise(operation, parameters, instance),
  };
}
