import { z } from "@hono/zod-openapi";
import { reviewersOf, reviewStateOf } from "../../core/break-glass.ts";
import { surfaces } from "../../core/person.ts";
import type { ApprovalRequest } from "../../core/request.ts";

const moment = () => z.iso.datetime();

/** What a request says of an emergency and its review; nothing of it where it was none. */
export const reviewAnswerShape = {
  /** The incident that it was declared an emergency for. */
  incident: z.string().optional(),
  /** What others think of it afterwards. */
  reviews: z
    .array(
      z.object({
        verdict: z.enum(["confirm", "object"]),
        by: z.string(),
        surface: z.enum(surfaces),
        through: z.string().optional(),
        at: moment(),
        comment: z.string(),
      }),
    )
    .optional(),
  /** Everyone who may review it. */
  reviewers: z.array(z.string()).optional(),
  /** When the review has to be complete; once it has ended. */
  review_due_at: moment().optional(),
  /** Since when somebody has been told that it is not. */
  review_overdue_since: moment().optional(),
} as const;

export function toReviewAnswer(request: ApprovalRequest): z.input<z.ZodObject<typeof reviewAnswerShape>> {
  const { requirement, incident, reviews = [], reviewOverdueSince } = request;
  if (!requirement.breakGlass) return {};
  const state = reviewStateOf(request);
  return {
    ...(incident !== undefined && { incident }),
    reviews: reviews.map(({ verdict, by, surface, through, at, comment }) => ({
      verdict,
      by: by.id,
      surface,
      ...(through !== undefined && { through }),
      at: at.toISOString(),
      comment,
    })),
    reviewers: [...reviewersOf(request)],
    ...(state && { review_due_at: state.dueAt.toISOString() }),
    ...(reviewOverdueSince && { review_overdue_since: reviewOverdueSince.toISOString() }),
  };
}
