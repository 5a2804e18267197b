import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { type Change, change } from "./change.ts";

interface Planned {
  readonly startAt: Date;
  /** What it waits for, for people to read; empty where that is the moment itself. */
  readonly why?: string;
  /** Something has come between: a freeze, or a window that was missed. */
  readonly isHeld?: boolean;
}

/**
 * Sets when an approved request will start, or sets it anew for a scheduled one. Refused for a time that has passed and for
 * the one that it is scheduled for already.
 */
export function schedule(
  request: ApprovalRequest,
  { startAt, why = "", isHeld = false }: Planned,
  now: Date,
): Result<Change, Refusal> {
  if (request.status !== "approved" && request.status !== "scheduled")
    return err({ kind: "wrong-status", action: "scheduled", status: request.status });
  if (startAt <= now) return err({ kind: "not-due", at: now });
  if (request.status === "scheduled" && request.startAt.getTime() === startAt.getTime())
    return err({ kind: "not-due", at: startAt });
  return ok(
    change(
      request,
      { ...request, status: "scheduled", startAt },
      {
        kind: "scheduled",
        by: "system:policy",
        at: now,
        details: { start_at: startAt.toISOString(), why, is_held: isHeld },
      },
    ),
  );
}
