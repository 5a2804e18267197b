import { nextLookAt } from "./action/action-state.ts";
import { nextStepOf } from "./asking-times.ts";
import { reviewStateOf } from "./break-glass.ts";
import type { ApprovalRequest } from "./request.ts";

/** How long a lost message is waited for. */
const graceMilliseconds = 120_000;

/** What has ended is kept at hand for so long, and then archived. */
const daysAtHand = 90;

/** From when on somebody has to look after the request if nothing else has moved it. */
export function dueAt(request: ApprovalRequest): Date {
  switch (request.status) {
    case "pending":
    case "escalated":
      return nextStepOf(request).at;
    case "approved": {
      const approvedAt = lastChangeOf(request);
      const look = request.action && nextLookAt(request.action, approvedAt);
      return look ?? new Date(approvedAt.getTime() + graceMilliseconds);
    }
    case "scheduled":
      return request.startAt;
    case "executing":
      // Its poller reports by itself.
      if (request.action) return request.run.deadline;
      return new Date((request.run.lastProgress?.at ?? request.run.leaseUntil).getTime() + graceMilliseconds);
    default: {
      const review = reviewStateOf(request);
      const isWaitedFor = review && !review.isComplete && !review.isOverdue;
      return isWaitedFor ? review.dueAt : archivedFrom(request);
    }
  }
}

/** When a request that has ended leaves the table. */
export function archivedFrom(request: ApprovalRequest): Date {
  return new Date(lastChangeOf(request).getTime() + daysAtHand * 86_400_000);
}

/** When it became what its status says. */
export function lastChangeOf({ statusHistory, requestedAt }: ApprovalRequest): Date {
  return statusHistory.at(-1)?.at ?? requestedAt;
}
