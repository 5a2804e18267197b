import type { Digest } from "../intent.ts";
import type { Preflight } from "../preflight.ts";
import type { Refusal } from "../refusal.ts";
import { type ApprovalRequest, isBeforeRun } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { type Change, change } from "./change.ts";

/**
 * Keeps what was read, and puts it into the record, which so proves what the approvers could see. Refused once the run has
 * begun, when the request stands for another intent by now (`readFor` is its digest when the reading began), and when another
 * reading that answers as much came first.
 */
export function recordPreflight(
  request: ApprovalRequest,
  { readFor, ...reading }: Preflight & { readonly readFor: Digest },
  now: Date,
): Result<Change, Refusal> {
  if (!isBeforeRun(request)) return err({ kind: "wrong-status", action: "read", status: request.status });
  if (readFor !== request.digest) return err({ kind: "changed-since-seen" });
  const { preflight = {} } = request;
  if (preflight.reading && preflight.reading.covers >= reading.covers) {
    return err({ kind: "preflight-recent", seconds: 0 });
  }
  return ok(
    change(
      request,
      { ...request, preflight: { ...preflight, reading } },
      {
        kind: "preflight-read",
        by: "system:preflight",
        at: now,
        details: {
          as_of: reading.asOf.toISOString(),
          covers: reading.covers,
          facts: reading.facts.map(({ label, value }) => ({ label, value })),
          unread: reading.unread,
          ...(reading.outage && {
            outage: { kind: reading.outage.kind, source: reading.outage.source },
          }),
        },
      },
    ),
  );
}
