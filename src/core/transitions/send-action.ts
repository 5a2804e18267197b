import { isSilent, runUntil } from "../action/action-state.ts";
import { decidedAtOf } from "../decided-at.ts";
import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { type Change, change } from "./change.ts";

/** Notes that an approved action's decision is in the queue, and when a poller was last heard of; refused once it is noted. */
export function noteSent(
  request: ApprovalRequest,
  pollerSeenAt: Date | undefined,
  now: Date,
): Result<Change, Refusal> {
  const { action } = request;
  if (request.status !== "approved" || !action || action.sentAt) {
    return err({ kind: "wrong-status", action: "sent", status: request.status });
  }
  return ok(
    change(
      request,
      { ...request, action: { ...action, sentAt: now, pollerSeenAt } },
      { kind: "sent", by: "system:run", at: now, details: sightDetails(request, pollerSeenAt, now) },
    ),
  );
}

/** Notes a look for the poller that should have taken an action; refused once one has, and before it was sent. */
export function noteLook(
  request: ApprovalRequest,
  pollerSeenAt: Date | undefined,
  now: Date,
): Result<Change, Refusal> {
  const { action } = request;
  if (request.status !== "approved" || !action?.sentAt) {
    return err({ kind: "wrong-status", action: "looked after", status: request.status });
  }
  const looked = { ...action, looks: action.looks + 1, lookedAt: now, pollerSeenAt };
  const wasSilent = isSilent(action.pollerSeenAt, action.lookedAt ?? action.sentAt);
  return ok(
    change(
      request,
      { ...request, action: looked },
      {
        kind: "poller-looked",
        by: "system:schedule",
        at: now,
        details: {
          ...sightDetails(request, pollerSeenAt, now),
          is_new: wasSilent !== isSilent(pollerSeenAt, now),
        },
      },
    ),
  );
}

/**
 * Ends an approved action that nobody has taken in its time. The caller has taken its claim before, so that no poller can any
 * more. Refused before its time is over.
 */
export function lapse(request: ApprovalRequest, now: Date): Result<Change, Refusal> {
  const { action } = request;
  if (request.status !== "approved" || !action) {
    return err({ kind: "wrong-status", action: "ended", status: request.status });
  }
  const end = runUntil(action, decidedAtOf(request));
  if (now < end) return err({ kind: "not-due", at: end });
  return ok(
    change(
      request,
      { ...request, status: "expired" },
      { kind: "expired", by: "system:schedule", at: now, details: { why: "no-poller" } },
    ),
  );
}

function sightDetails(request: ApprovalRequest, seenAt: Date | undefined, now: Date) {
  const until = request.action && runUntil(request.action, decidedAtOf(request)).toISOString();
  return {
    ...(seenAt && { seen_at: seenAt.toISOString() }),
    is_silent: isSilent(seenAt, now),
    ...(until && { until }),
  };
}
