import { reviewStateOf, reviewsNeeded } from "./break-glass.ts";
import type { ApprovalRequest } from "./request.ts";

/** What programs are told of an emergency, under the names of the API; nothing of anything else. */
export function breakGlassToJson(request: ApprovalRequest) {
  const { requirement, incident = "", reviews = [] } = request;
  const { breakGlass } = requirement;
  if (!breakGlass) return undefined;
  const state = reviewStateOf(request);
  return {
    incident,
    approvals_skipped: breakGlass.approvalsSkipped,
    reviews_required: reviewsNeeded,
    reviews: reviews.map(({ verdict, by, surface, at, comment }) => ({
      verdict,
      by: by.id,
      surface,
      at: at.toISOString(),
      comment,
    })),
    // It counts from the end on.
    ...(state && { review_due_at: state.dueAt.toISOString(), review_overdue: state.isOverdue }),
  };
}
