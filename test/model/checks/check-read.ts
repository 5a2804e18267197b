import assert from "node:assert/strict";
import { isBeforeRun } from "../../../src/core/request.ts";
import { isReadUnasked } from "../../../src/core/shown-preflight.ts";
import type { Seen, World } from "../world/world.ts";
import type { Account } from "./account.ts";
import { lastCovered } from "./preflight.ts";

/** Once nothing is on its way any more, the database of a request that people decide has been read for what was asked last. */
export function checkRead({ queues }: World, { request, events }: Seen, account: Account | undefined): void {
  if (queues.isAsleep("refresh-preflight") || request.intent.kind !== "rds" || !isBeforeRun(request)) return;
  const isAsked = events.some(({ kind }) => kind === "preflight-asked");
  if (!isAsked && !isReadUnasked(request)) return;
  assert(account);
  const { readings } = account;
  const [covers, cause = 0] = [lastCovered(readings), readings.causes.at(-1)];
  assert(covers >= cause, `${request.id}: the reading of ${covers} leaves event ${cause} unanswered`);
  assert.equal(request.preflight?.reading?.covers, covers, `${request.id} keeps its last reading`);
}
