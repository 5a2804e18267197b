import type { RdsIntent } from "../core/intent.ts";
import type { RequestId } from "../core/request.ts";
import type { ExecutingRequest } from "../core/transitions/run.ts";
import { findOperation } from "../operations/catalogue.ts";
import type { Operation, RunContext } from "../operations/frame/operation.ts";
import { GatewayError } from "./gateway-error.ts";

/** A claimed request with the operation that it runs. */
export interface OperationRun {
  readonly request: ExecutingRequest;
  readonly intent: RdsIntent;
  readonly operation: Operation;
  readonly context: RunContext;
}

export function runOf(request: ExecutingRequest, intent: RdsIntent): OperationRun {
  const operation = operationOf(request.id, intent);
  const { id: instanceId, account, region } = intent.instance;
  const context = {
    requestId: request.id,
    instanceId,
    place: { account, region },
    claimedAt: request.run.claimedAt,
  };
  return { request, intent, operation, context };
}

/** Throws a `GatewayError` for one that only a newer version of the tool has. */
export function operationOf(id: RequestId, { operation: name }: RdsIntent): Operation {
  const operation = findOperation(name);
  if (!operation) throw new GatewayError(`${id}: this version has no operation ${name}`);
  return operation;
}
