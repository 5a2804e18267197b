import type { Person, Surface } from "../core/person.ts";
import type { Refusal } from "../core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../core/request.ts";
import type { Result } from "../core/result.ts";
import { cancel } from "../core/transitions/cancel.ts";
import { attemptChange, type RequestChanger } from "./change-request.ts";

export type CancelRequest = (
  id: RequestId,
  command: { readonly by: Person; readonly surface: Surface; readonly through?: string | undefined },
) => Promise<Result<ApprovalRequest, Refusal>>;

/** Ends a request that has not started: for its requester and, once it is approved, for its approvers. */
export function makeCancelRequest(changer: RequestChanger): CancelRequest {
  return (id, command) =>
    attemptChange(changer, id, { ...command, attempt: "cancel" }, (request, now) =>
      cancel(request, command, now),
    );
}
