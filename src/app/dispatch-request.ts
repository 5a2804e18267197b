import { isFinal, type RequestId } from "../core/request.ts";
import type { RequestStore } from "./ports/request-store.ts";
import type { RunQueue } from "./ports/run-queue.ts";

export type DispatchRequest = (id: RequestId) => Promise<void>;

/**
 * Sends an approved request to where it runs, and wakes a bulk request's run when one of its instances has ended. Sending
 * either again is harmless: only one run can be claimed, and whoever looks again sees what is true.
 */
export function makeDispatchRequest(deps: {
  readonly requests: RequestStore;
  readonly runs: RunQueue;
}): DispatchRequest {
  return async (id) => {
    const request = await deps.requests.find(id);
    if (request?.intent.kind !== "rds" && request?.intent.kind !== "bulk") return;
    if (request.status === "approved" || request.status === "scheduled")
      await deps.runs.send({ requestId: id, step: 0 }, 0);
    else if (request.partOf && isFinal(request))
      await deps.runs.send({ requestId: request.partOf, step: 0 }, 0);
  };
}
