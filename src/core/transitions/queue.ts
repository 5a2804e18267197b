import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest, RequestId } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { type Change, change } from "./change.ts";
import { startRefusal } from "./run.ts";

export interface Queued {
  /** The turn that it waits for. */
  readonly turn: string;
  readonly behind: RequestId;
  /** How many come before it, that one included. */
  readonly ahead: number;
  /** The instance or cluster, as people read it. */
  readonly target: string;
}

/** Notes for whom a request that could start has to wait; it stays as approved as it is. Refused where it could not start. */
export function queue(
  request: ApprovalRequest,
  { turn, behind, ahead, target }: Queued,
  now: Date,
): Result<Change, Refusal> {
  const refusal = startRefusal(request, now);
  if (refusal) return err(refusal);
  return ok(
    change(
      request,
      { ...request, turn, waitsFor: behind },
      { kind: "queued", by: "system:run", at: now, details: { waits_for: behind, ahead, target } },
    ),
  );
}
