import { runUntil } from "../../core/action/action-state.ts";
import { decidedAtOf } from "../../core/decided-at.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { approvedBy } from "../../core/who-decides.ts";

/** A request as a monitoring system reads it. */
export function triggerAnswerOf(request: ApprovalRequest) {
  const { action } = request;
  const rejected = request.decisions.find(({ kind }) => kind === "reject");
  return {
    request_id: request.id,
    status: request.status,
    approvals_required: request.requirement.approvals,
    approvals_received: approvedBy(request).length,
    requested_at: request.requestedAt.toISOString(),
    expires_at: request.expiresAt.toISOString(),
    ...(action?.sentAt && { run_until: runUntil(action, decidedAtOf(request)).toISOString() }),
    ...(rejected && { rejected: { by: rejected.by.id, reason: rejected.comment } }),
    ...("outcome" in request && {
      outcome: {
        result: request.outcome.result,
        duration_seconds: request.outcome.durationSeconds,
        guidance: request.outcome.guidance,
        ...request.outcome.details,
      },
    }),
  };
}
