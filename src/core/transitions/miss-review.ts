import { reviewStateOf, reviewsNeeded } from "../break-glass.ts";
import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { type Change, change } from "./change.ts";

/**
 * Notes that what was done in an emergency has not been reviewed in time: those whom that is escalated to are told, and may review it
 * as well. It stays overdue, and is shown so, until it is reviewed. Refused before that, and once it is noted or reviewed.
 */
export function missReview(request: ApprovalRequest, now: Date): Result<Change, Refusal> {
  const state = reviewStateOf(request);
  if (!state || state.isComplete || state.isOverdue) {
    return err({ kind: "wrong-status", action: "called overdue", status: request.status });
  }
  if (now < state.dueAt) return err({ kind: "not-due", at: state.dueAt });
  return ok(
    change(
      request,
      { ...request, reviewOverdueSince: now },
      {
        kind: "review-overdue",
        by: "system:schedule",
        at: now,
        details: {
          escalated_to: state.terms.escalateTo,
          reviews_received: state.reviews.length,
          reviews_required: reviewsNeeded,
          due_at: state.dueAt.toISOString(),
        },
      },
    ),
  );
}
