import type { Refusal } from "../refusal.ts";
import { type ApprovalRequest, isOpen } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { type Change, change } from "./change.ts";
import { alreadyResolved } from "./decide.ts";

/** Ends an open request whose time is over; refused before that. */
export function expire(request: ApprovalRequest, now: Date): Result<Change, Refusal> {
  if (!isOpen(request)) return err(alreadyResolved(request));
  if (now < request.expiresAt) return err({ kind: "not-due", at: request.expiresAt });
  return ok(
    change(request, { ...request, status: "expired" }, { kind: "expired", by: "system:schedule", at: now }),
  );
}
