import type { Refusal } from "../core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../core/request.ts";
import { err, ok, type Result } from "../core/result.ts";
import { type DecisionCommand, decide, mayDecide } from "../core/transitions/decide.ts";
import { type Attempt, attemptChange, type RequestChanger } from "./change-request.ts";

export type DecideRequest = (
  id: RequestId,
  command: DecisionCommand,
) => Promise<Result<ApprovalRequest, Refusal>>;

/** Records one person's decision: one read, one transaction of request and event. */
export function makeDecideRequest(changer: RequestChanger): DecideRequest {
  return (id, command) =>
    attemptChange(
      changer,
      id,
      { by: command.by, surface: command.surface, attempt: command.kind },
      (request, now) => decide(request, command, now),
    );
}

export type ReviewRequest = (id: RequestId, attempt: Attempt) => Promise<Result<ApprovalRequest, Refusal>>;

/** The request to be decided, for someone about to: refused, and noted, just as the decision would be. */
export function makeReviewRequest(changer: RequestChanger): ReviewRequest {
  return async (id, attempt) => {
    const request = await changer.requests.find(id);
    if (!request) return err({ kind: "unknown-request", requestId: id });
    const allowed = mayDecide(request, attempt.by, changer.now());
    if (allowed.ok) return ok(request);
    return attemptChange(changer, id, attempt, () => allowed);
  };
}
