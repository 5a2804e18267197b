import assert from "node:assert/strict";
import type { ActionReport } from "../../../src/app/ports/poller-report.ts";
import type { ApprovalRequest, RequestId } from "../../../src/core/request.ts";
import type { Seen, World } from "../world/world.ts";
import type { Account } from "./account.ts";
import { endOfStart } from "./action.ts";

const lost: readonly string[] = ["pending", "escalated", "rejected", "cancelled", "expired"];

/** A death in a race moves everybody's clock. */
const raceMilliseconds = 61_000;

/**
 * Invariants 4 and 5 on the premises: a program was begun once at most, with what was approved, in its time, and of nothing that counts
 * as not begun. The same cause of a trigger is one request.
 */
export function checkPremises(
  { premises, seen }: World,
  accountOf: (id: string) => Account | undefined,
): void {
  const begun = new Set<RequestId>();
  for (const { requestId, intent, command, at } of premises.runs) {
    assert(!begun.has(requestId), `${requestId} has run twice on the premises`);
    begun.add(requestId);
    const request = seen.get(requestId)?.request;
    const account = accountOf(requestId);
    assert(request && account?.action, `${requestId} has run and is not there`);
    assert(!lost.includes(request.status), `${requestId} has run and is ${request.status}`);
    assert.deepEqual(intent, request.intent, `${requestId}: what has run is what was approved`);
    assert.deepEqual(command, commandOf(request), `${requestId}: the program is that of the action`);
    assert(
      at < endOfStart(account.action, account.approvedAt) + raceMilliseconds,
      `${requestId} has run too late`,
    );
  }
}

function commandOf({ intent }: ApprovalRequest): readonly string[] {
  assert(intent.kind === "message");
  return intent.action === "restart_service"
    ? ["/opt/acme/restart", String(intent.parameters.unit)]
    : ["/opt/acme/flush"];
}

/** Once nothing is on its way any more, no end that a poller has noted is missing in the record, and none is told of what had none. */
export function checkReported({ premises, seen }: World): void {
  for (const report of premises.endsNoted()) {
    const found = seen.get(report.request_id);
    assert(found, `${report.request_id} has ended and is not there`);
    assert.equal(resultIn(found), resultOf(report), `${report.request_id} ends as its poller has noted`);
  }
  for (const { requestId } of premises.runs) {
    const found = seen.get(requestId);
    assert(found && resultIn(found) !== undefined, `${requestId} has run, and its record does not end`);
  }
  const done = [...seen.values()].filter(({ request }) => request.action && request.status === "executed");
  for (const { request } of done) {
    const hasRun = premises.runs.some(({ requestId }) => requestId === request.id);
    assert(hasRun, `${request.id} is told as done, and nothing has run`);
  }
}

/** What the record says last of how it ended. */
function resultIn({ events }: Seen): unknown {
  const end = events.findLast(({ kind }) => ["completed", "failed", "reported-late"].includes(kind));
  return end?.details.result;
}

function resultOf(report: ActionReport): string {
  if (report.kind !== "ended") return "failed";
  if (report.timed_out) return "timeout";
  return report.exit_code === 0 ? "available" : "failed";
}
