import type { RdsIntent } from "../../core/intent.ts";
import type { RequestId } from "../../core/request.ts";
import { stageOf } from "../../core/run.ts";
import type { ExecutingRequest } from "../../core/transitions/run.ts";
import { findOperation } from "../../operations/catalogue.ts";
import type { Operation, RunContext } from "../../operations/frame/operation.ts";
import { GatewayError } from "../gateway-error.ts";
import { safetySnapshotWork } from "./safety-snapshot-work.ts";
import { operationWork, type Work } from "./work.ts";

/** A claimed request with what it runs. */
export interface OperationRun {
  readonly request: ExecutingRequest;
  readonly intent: RdsIntent;
  /** What was approved. */
  readonly operation: Operation;
  /** What it is at: the safety snapshot, or the operation itself. */
  readonly work: Work;
  /** That of its stage. */
  readonly context: RunContext;
}

/** A claimed request with the work of the stage that it is at. Throws a `GatewayError` for an operation that this version has not. */
export function runOf(request: ExecutingRequest, intent: RdsIntent): OperationRun {
  const operation = operationOf(request.id, intent);
  const { id: instanceId, account, region } = intent.instance;
  const { name, since } = stageOf(request.run);
  const context = { requestId: request.id, instanceId, place: { account, region }, claimedAt: since };
  const work =
    name === "snapshot" ? firstWorkOf(intent, operation) : operationWork(operation, intent.parameters);
  return { request, intent, operation, work, context };
}

/** What an intent's run begins with. */
export function firstWorkOf({ safetySnapshot, parameters }: RdsIntent, operation: Operation): Work {
  return safetySnapshot === undefined
    ? operationWork(operation, parameters)
    : safetySnapshotWork(safetySnapshot);
}

/** Throws a `GatewayError` for one that only a newer version of the tool has. */
export function operationOf(id: RequestId, { operation: name }: RdsIntent): Operation {
  const operation = findOperation(name);
  if (!operation) throw new GatewayError(`${id}: this version has no operation ${name}`);
  return operation;
}
