import type { RequestStore } from "../ports/request-store.ts";
import type { RunStep } from "../ports/run-queue.ts";

export type RunRequest = (step: RunStep) => Promise<void>;

/** One step of a request's run, by what kind of request it is. */
export function makeRunRequest(deps: {
  readonly requests: Pick<RequestStore, "find">;
  readonly runOperation: RunRequest;
  readonly runBulk: RunRequest;
}): RunRequest {
  return async (step) => {
    const request = await deps.requests.find(step.requestId);
    await (request?.intent.kind === "bulk" ? deps.runBulk(step) : deps.runOperation(step));
  };
}
