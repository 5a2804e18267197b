import { type ReviewState, reviewersOf, reviewStateOf, reviewsNeeded } from "../break-glass.ts";
import type { Review } from "../decision.ts";
import type { Person } from "../person.ts";
import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { type Change, change } from "./change.ts";
import { longestText } from "./create.ts";

export type ReviewCommand = Omit<Review, "at">;

/** How the review stands, if this person may take part in it now; else why not. */
export function mayReview(request: ApprovalRequest, by: Person): Result<ReviewState, Refusal> {
  const state = reviewStateOf(request);
  if (!state) {
    return request.requirement.breakGlass
      ? err({ kind: "wrong-status", action: "reviewed", status: request.status })
      : err({ kind: "nothing-to-review" });
  }
  if (by.id === request.requestedBy.id) return err({ kind: "self-review" });
  if (!reviewersOf(request).includes(by.id)) return err({ kind: "not-a-reviewer" });
  const earlier = state.reviews.find((review) => review.by.id === by.id);
  if (earlier) return err({ kind: "already-reviewed", verdict: earlier.verdict });
  return state.isComplete ? err({ kind: "review-complete" }) : ok(state);
}

/** What one person thinks of what was done in an emergency; an objection needs a reason. Each person counts once. */
export function review(
  request: ApprovalRequest,
  { verdict, by, surface, through, comment: said }: ReviewCommand,
  now: Date,
): Result<Change, Refusal> {
  const allowed = mayReview(request, by);
  if (!allowed.ok) return allowed;
  const comment = said.trim().toWellFormed();
  if (verdict === "object" && comment === "") return err({ kind: "objection-reason-required" });
  if (comment.length > longestText)
    return err({ kind: "text-too-long", field: "comment", limit: longestText });
  const { dueAt, reviews: earlier } = allowed.value;
  const told = through !== undefined && { through };
  const reviews = [...earlier, { verdict, by, surface, ...told, at: now, comment }];
  return ok(
    change(
      request,
      { ...request, reviews },
      {
        kind: "reviewed",
        by: by.id,
        at: now,
        details: {
          verdict,
          comment,
          surface,
          ...told,
          reviews_received: reviews.length,
          reviews_required: reviewsNeeded,
          is_late: now >= dueAt,
        },
      },
    ),
  );
}
