import type { Fact } from "../../core/fact.ts";
import type { RequestId } from "../../core/request.ts";
import type { Requirement } from "../../core/requirement.ts";
import type { Risk } from "../../core/risk.ts";
import type { Operation, TargetInstance } from "../../operations/frame/operation.ts";

/** The snapshot that is made before an operation, its id made from the request's, and what the approver reads of it. */
export interface SafetySnapshot {
  readonly id: string | undefined;
  readonly facts: readonly Fact[];
}

/** Asks the policy's answer, the operation and the instance; no id where there is none to be made. */
export function planSafetySnapshot(
  {
    operation,
    instance,
    risk,
    requirement,
  }: {
    readonly operation: Operation;
    readonly instance: Pick<TargetInstance, "id" | "clusterId">;
    readonly risk: Risk;
    readonly requirement: Pick<Requirement, "safetySnapshotAt">;
  },
  requestId: RequestId,
): SafetySnapshot {
  if (!operation.isServedBySnapshot || !requirement.safetySnapshotAt?.includes(risk)) {
    return { id: undefined, facts: [] };
  }
  // CreateDBSnapshot refuses members; a cluster's own backups go back to any second of its retention.
  if (instance.clusterId !== undefined) {
    const value = `none: it is backed up with its cluster ${instance.clusterId}`;
    return { id: undefined, facts: [{ label: "Safety snapshot", value }] };
  }
  const id = `${instance.id}-before-${requestId}`;
  return { id, facts: [{ label: "Safety snapshot", value: `${id}, made first` }] };
}
