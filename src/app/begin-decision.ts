import type { Refusal } from "../core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../core/request.ts";
import { err, ok, type Result } from "../core/result.ts";
import { mayDecide } from "../core/transitions/decide.ts";
import { type Attempt, attemptChange, type RequestChanger } from "./change-request.ts";

export type BeginDecision = (id: RequestId, attempt: Attempt) => Promise<Result<ApprovalRequest, Refusal>>;

/** The request to be decided, for someone about to: refused, and noted, just as the decision would be. Writes nothing else. */
export function makeBeginDecision(changer: RequestChanger): BeginDecision {
  return async (id, attempt) => {
    const request = await changer.requests.find(id);
    if (!request) return err({ kind: "unknown-request", requestId: id });
    const allowed = mayDecide(request, attempt.by, changer.now());
    if (allowed.ok) return ok(request);
    return attemptChange(changer, id, attempt, () => allowed);
  };
}
