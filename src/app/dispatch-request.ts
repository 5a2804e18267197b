import type { Policy } from "../core/policy/policy.ts";
import type { RequestId } from "../core/request.ts";
import type { RequestChanger } from "./change-request.ts";
import { holdStart } from "./hold-start.ts";
import type { Inventory } from "./ports/inventory.ts";
import type { RunQueue } from "./ports/run-queue.ts";

export type DispatchRequest = (id: RequestId) => Promise<void>;

interface Dependencies extends RequestChanger {
  readonly runs: RunQueue;
  readonly inventory: Pick<Inventory, "find">;
  readonly policy: Policy;
}

/**
 * Sends an approved request to where it runs, or schedules it for when it may start; a scheduled one is sent once its time has
 * come. Doing it again is harmless: only one run can be claimed.
 */
export function makeDispatchRequest(deps: Dependencies): DispatchRequest {
  return async (id) => {
    const request = await deps.requests.find(id);
    if (request?.intent.kind !== "rds") return;
    const { intent, status } = request;
    if (status === "approved") {
      const isInMaintenance = intent.start?.kind === "maintenance-window";
      const instance = isInMaintenance ? await deps.inventory.find(intent.instance) : undefined;
      // An instance that the inventory does not know is the run's to look for.
      const isUnknown = isInMaintenance && !instance;
      if (!isUnknown && (await holdStart(deps, request, instance?.maintenanceWindow))) return;
    } else if (status !== "scheduled" || deps.now() < request.startAt) return;
    await deps.runs.send({ requestId: id, step: 0 }, 0);
  };
}
