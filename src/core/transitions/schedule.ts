import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { type Change, change } from "./change.ts";

/** Sets when an approved request will start; refused for a time that has passed. */
export function schedule(request: ApprovalRequest, startAt: Date, now: Date): Result<Change, Refusal> {
  if (request.status !== "approved")
    return err({ kind: "wrong-status", action: "scheduled", status: request.status });
  if (startAt <= now) return err({ kind: "not-due", at: now });
  return ok(
    change(
      request,
      { ...request, status: "scheduled", startAt },
      {
        kind: "scheduled",
        by: "system:policy",
        at: now,
        details: { start_at: startAt.toISOString() },
      },
    ),
  );
}
