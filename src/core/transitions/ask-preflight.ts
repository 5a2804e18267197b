import type { Person, Surface } from "../person.ts";
import { secondsUntilRefresh } from "../preflight.ts";
import type { Refusal } from "../refusal.ts";
import { type ApprovalRequest, isBeforeRun } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { type Change, change } from "./change.ts";

/**
 * Notes that somebody wants the database read anew. Anybody who sees the card may; refused once the run has begun, and for
 * 15 seconds after the last reading or asking.
 */
export function askPreflight(
  request: ApprovalRequest,
  { by, surface }: { readonly by: Person; readonly surface: Surface },
  now: Date,
): Result<Change, Refusal> {
  if (request.intent.kind !== "rds" || !isBeforeRun(request)) {
    return err({ kind: "wrong-status", action: "refreshed", status: request.status });
  }
  const { preflight = {} } = request;
  const seconds = secondsUntilRefresh(preflight, now);
  if (seconds > 0) return err({ kind: "preflight-recent", seconds });
  const sequence = request.chainEnd.sequence + 1;
  const asked = { at: now, by: by.id, sequence, times: (preflight.asked?.times ?? 0) + 1 };
  return ok(
    change(
      request,
      { ...request, preflight: { ...preflight, asked } },
      { kind: "preflight-asked", by: by.id, at: now, details: { surface } },
    ),
  );
}
