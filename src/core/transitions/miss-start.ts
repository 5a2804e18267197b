import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { jointLimitsOf } from "../timing/approval-limits.ts";
import { type Change, change } from "./change.ts";
import { alreadyResolved } from "./decide.ts";

/** The moment before which it had to start by its approvals, where that has passed. */
export function findMissedStart(request: ApprovalRequest, now: Date): Date | undefined {
  const { notAfter } = jointLimitsOf(request);
  return notAfter && notAfter <= now ? notAfter : undefined;
}

/** Ends an approved request that has not started in the time that its approvers have limited it to; refused before that. */
export function missStart(request: ApprovalRequest, now: Date): Result<Change, Refusal> {
  if (request.status !== "approved" && request.status !== "scheduled") return err(alreadyResolved(request));
  const notAfter = findMissedStart(request, now);
  if (!notAfter) {
    const at = jointLimitsOf(request).notAfter;
    return at
      ? err({ kind: "not-due", at })
      : err({ kind: "wrong-status", action: "given up", status: request.status });
  }
  return ok(
    change(
      request,
      { ...request, status: "expired", waitsFor: undefined },
      {
        kind: "expired",
        by: "system:schedule",
        at: now,
        details: { why: "not-after", not_after: notAfter.toISOString() },
      },
    ),
  );
}
