import { nextEscalationAt } from "../asking-times.ts";
import type { Refusal } from "../refusal.ts";
import { type ApprovalRequest, isOpen } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { type Change, change } from "./change.ts";
import { alreadyResolved } from "./decide.ts";

/**
 * Adds the people of the next step of escalation to those who may decide. Refused before it is due, when there is none left, and
 * once decided or expired. A request from before there were steps has one, at any time.
 */
export function escalate(request: ApprovalRequest, now: Date): Result<Change, Refusal> {
  if (!isOpen(request)) return err(alreadyResolved(request));
  const { escalation, escalationApprovers } = request.requirement;
  const taken = request.escalationsTaken ?? (request.status === "escalated" ? 1 : 0);
  const steps = escalation ?? [{ groups: [], approvers: escalationApprovers }];
  const step = steps[taken];
  if (!step) return err({ kind: "wrong-status", action: "escalated", status: request.status });
  if (now >= request.expiresAt) return err({ kind: "expired", at: request.expiresAt });
  const at = nextEscalationAt(request);
  if (at && now < at) return err({ kind: "not-due", at });
  return ok(
    change(
      request,
      { ...request, status: "escalated", escalationsTaken: taken + 1 },
      {
        kind: "escalated",
        by: "system:schedule",
        at: now,
        details: { approvers: step.approvers, groups: step.groups, step: taken + 1, steps: steps.length },
      },
    ),
  );
}
