import { reviewersOf, reviewStateOf, reviewsNeeded } from "./break-glass.ts";
import type { ApprovalRequest } from "./request.ts";

/** What programs are told of an emergency, under the names of the API; nothing of anything else. */
export function breakGlassToJson(request: ApprovalRequest) {
  const { requirement, incident = "", reviews = [], reviewOverdueSince } = request;
  const { breakGlass } = requirement;
  if (!breakGlass) return undefined;
  const state = reviewStateOf(request);
  return {
    incident,
    approvals_skipped: breakGlass.approvalsSkipped,
    reviews_required: reviewsNeeded,
    reviews: reviews.map(({ verdict, by, surface, through, at, comment }) => ({
      verdict,
      by: by.id,
      surface,
      ...(through !== undefined && { through }),
      at: at.toISOString(),
      comment,
    })),
    reviewers: [...reviewersOf(request)],
    // It counts from the end on.
    ...(state && { review_due_at: state.dueAt.toISOString() }),
    ...(reviewOverdueSince && { review_overdue_since: reviewOverdueSince.toISOString() }),
  };
}
