import type { Person, Surface } from "../person.ts";
import type { Refusal } from "../refusal.ts";
import { type ApprovalRequest, isOpen } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { cancellersOf } from "../who-decides.ts";
import { type Change, change } from "./change.ts";
import { alreadyResolved } from "./decide.ts";

/**
 * Ends a request that has not started: for who asked for it and, once it is approved, for those who may decide it or have, too. While
 * it is open these reject it instead.
 */
export function cancel(
  request: ApprovalRequest,
  command: { readonly by: Person; readonly surface: Surface; readonly through?: string | undefined },
  now: Date,
): Result<Change, Refusal> {
  if (!cancellersOf(request).includes(command.by.id)) {
    return err({
      kind: "not-yours-to-cancel",
      requester: request.requestedBy.id,
      isDecided: !isOpen(request),
    });
  }
  if (request.partOf) return err({ kind: "part-of-bulk", bulk: request.partOf });
  if (request.status === "executing")
    return err({ kind: "wrong-status", action: "cancelled", status: "executing" });
  if (!isOpen(request) && request.status !== "approved" && request.status !== "scheduled") {
    return err(alreadyResolved(request));
  }
  return ok(
    change(
      request,
      { ...request, status: "cancelled" },
      {
        kind: "cancelled",
        by: command.by.id,
        at: now,
        details: { surface: command.surface, ...(command.through && { through: command.through }) },
      },
    ),
  );
}
