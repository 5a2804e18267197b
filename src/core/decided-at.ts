import type { ApprovalRequest } from "./request.ts";

/** When it was approved or rejected; when it was asked for, as long as it is neither. */
export function decidedAtOf({ statusHistory, requestedAt }: ApprovalRequest): Date {
  const decided = statusHistory.findLast(({ status }) => status === "approved" || status === "rejected");
  return decided?.at ?? requestedAt;
}
