import type { DispatchRequest } from "../dispatch-request.ts";
import type { RequestStore } from "../ports/request-store.ts";
import type { DispatchAction } from "./dispatch-action.ts";

/** Brings a request on its way, by what kind of request it is. */
export function makeDispatchByKind(deps: {
  readonly requests: Pick<RequestStore, "find">;
  readonly dispatch: DispatchRequest;
  readonly dispatchAction: DispatchAction;
}): DispatchRequest {
  return async (id) => {
    const request = await deps.requests.find(id);
    await (request?.intent.kind === "message" ? deps.dispatchAction(request) : deps.dispatch(id));
  };
}
