import type { Refusal } from "../core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../core/request.ts";
import type { Result } from "../core/result.ts";
import { type ReviewCommand, review } from "../core/transitions/review.ts";
import { attemptChange, type RequestChanger } from "./change-request.ts";

export type ReviewEmergency = (
  id: RequestId,
  command: ReviewCommand,
) => Promise<Result<ApprovalRequest, Refusal>>;

/** Records what one person thinks of what was done in an emergency. */
export function makeReviewEmergency(changer: RequestChanger): ReviewEmergency {
  return (id, command) => {
    const { by, surface, verdict: attempt } = command;
    return attemptChange(changer, id, { by, surface, attempt }, (request, now) =>
      review(request, command, now),
    );
  };
}
