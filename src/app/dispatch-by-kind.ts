import type { DispatchAction } from "./action/dispatch-action.ts";
import type { DispatchRequest } from "./dispatch-request.ts";
import type { RequestStore } from "./ports/request-store.ts";
import type { SettleTask } from "./task/settle-task.ts";

/** Brings a request on its way, by what kind of request it is. */
export function makeDispatchByKind(deps: {
  readonly requests: Pick<RequestStore, "find">;
  readonly dispatch: DispatchRequest;
  readonly dispatchAction: DispatchAction;
  readonly settleTask: SettleTask;
}): DispatchRequest {
  return async (id) => {
    const request = await deps.requests.find(id);
    if (request?.task) await deps.settleTask(request);
    else if (request?.intent.kind === "message") await deps.dispatchAction(request);
    else await deps.dispatch(id);
  };
}
