import type { Policy } from "../core/policy/policy.ts";
import { type ApprovalRequest, isFinal, isOpen, type RequestId } from "../core/request.ts";
import { findMissedStart, missStart } from "../core/transitions/miss-start.ts";
import { changeRequest, type RequestChanger } from "./change-request.ts";
import type { Inventory } from "./ports/inventory.ts";
import type { RunQueue } from "./ports/run-queue.ts";
import { holdStart } from "./start/hold-start.ts";
import { maintainedInstanceOf } from "./start/plan-start.ts";

export type DispatchRequest = (id: RequestId) => Promise<void>;

interface Dependencies extends RequestChanger {
  readonly runs: RunQueue;
  readonly inventory: Pick<Inventory, "find">;
  readonly policy: Policy;
}

/**
 * Sends an approved request to where it runs, or schedules it for when it may start; a scheduled one is sent once its time has
 * come, and one that did not start in the time of its approvals is ended. Wakes a bulk request's run when one of its instances has
 * ended. Doing it again is harmless: only one run can be claimed, and whoever looks again sees what is true.
 */
export function makeDispatchRequest(deps: Dependencies): DispatchRequest {
  return async (id) => {
    const request = await deps.requests.find(id);
    if (request?.intent.kind !== "rds" && request?.intent.kind !== "bulk") return;
    if (findMissedStart(request, deps.now()) && !isOpen(request) && !isFinal(request)) {
      await changeRequest(deps, id, missStart);
    } else if (request.partOf && isFinal(request)) {
      await deps.runs.send({ requestId: request.partOf, step: 0 }, 0);
    } else if (await mayStart(request)) {
      await deps.runs.send({ requestId: id, step: 0 }, 0);
    }
  };

  async function mayStart(request: ApprovalRequest): Promise<boolean> {
    if (request.status === "scheduled") return deps.now() >= request.startAt;
    if (request.status !== "approved") return false;
    const maintained = maintainedInstanceOf(request);
    const instance = maintained && (await deps.inventory.find(maintained));
    // An instance that the inventory does not know is the run's to look for.
    const isUnknown = maintained !== undefined && !instance;
    return isUnknown || !(await holdStart(deps, request, instance?.maintenanceWindow));
  }
}
