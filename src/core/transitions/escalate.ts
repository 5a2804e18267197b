import type { Refusal } from "../refusal.ts";
import { type ApprovalRequest, isOpen } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { type Change, change } from "./change.ts";
import { alreadyResolved } from "./decide.ts";

/** Adds the policy's escalation approvers to those who may decide. Refused once escalated, decided or expired. */
export function escalate(request: ApprovalRequest, now: Date): Result<Change, Refusal> {
  if (!isOpen(request)) return err(alreadyResolved(request));
  if (request.status === "escalated")
    return err({ kind: "wrong-status", action: "escalated", status: "escalated" });
  if (now >= request.expiresAt) return err({ kind: "expired", at: request.expiresAt });
  return ok(
    change(
      request,
      { ...request, status: "escalated" },
      {
        kind: "escalated",
        by: "system:schedule",
        at: now,
        details: { approvers: request.requirement.escalationApprovers },
      },
    ),
  );
}
