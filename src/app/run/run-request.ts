import type { ApprovalRequest } from "../../core/request.ts";
import type { RequestStore } from "../ports/request-store.ts";
import type { RunStep } from "../ports/run-queue.ts";

export type RunRequest = (step: RunStep) => Promise<void>;

/** A step of the run of a request as it was just read; does nothing for a request of another kind. */
export type RunFound = (request: ApprovalRequest, step: number) => Promise<void>;

/** One step of a request's run, by what kind of request it is. */
export function makeRunRequest(deps: {
  readonly requests: Pick<RequestStore, "find">;
  readonly runOperation: RunFound;
  readonly runBulk: RunFound;
}): RunRequest {
  return async ({ requestId, step }) => {
    const request = await deps.requests.find(requestId);
    if (!request) return;
    await (request.intent.kind === "bulk" ? deps.runBulk(request, step) : deps.runOperation(request, step));
  };
}
