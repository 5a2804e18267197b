import { nextReminderAt, remindersOverAt } from "../asking-times.ts";
import type { Refusal } from "../refusal.ts";
import { type ApprovalRequest, isOpen } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { approvedBy } from "../who-decides.ts";
import { type Change, change } from "./change.ts";
import { alreadyResolved } from "./decide.ts";

/** That whoever may decide and has not is told again. One event stands for all that have come due meanwhile; refused before the next is. */
export function remind(request: ApprovalRequest, now: Date): Result<Change, Refusal> {
  if (!isOpen(request)) return err(alreadyResolved(request));
  if (now >= request.expiresAt) return err({ kind: "expired", at: request.expiresAt });
  const at = nextReminderAt(request);
  if (!at || now < at) return err({ kind: "not-due", at: at ?? request.expiresAt });
  const remindersOver = remindersOverAt(request, now);
  return ok(
    change(
      request,
      { ...request, remindersOver },
      {
        kind: "reminded",
        by: "system:schedule",
        at: now,
        details: {
          reminder: remindersOver,
          approvals_received: approvedBy(request).length,
          approvals_required: request.requirement.approvals,
          expires_at: request.expiresAt.toISOString(),
        },
      },
    ),
  );
}
