import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { type Change, change } from "./change.ts";

/** Takes back one instance of a bulk request that has waited too long to start; refused once it has started or ended. */
export function withdrawPart(request: ApprovalRequest, now: Date): Result<Change, Refusal> {
  if (!request.partOf || (request.status !== "approved" && request.status !== "scheduled")) {
    return err({ kind: "wrong-status", action: "withdrawn", status: request.status });
  }
  return ok(
    change(
      request,
      { ...request, status: "cancelled" },
      { kind: "cancelled", by: "system:run", at: now, details: { part_of: request.partOf } },
    ),
  );
}
