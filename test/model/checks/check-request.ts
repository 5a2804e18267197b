import assert from "node:assert/strict";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import { digestOf } from "../../../src/core/intent.ts";
import type { Seen } from "../world/world.ts";
import type { Account, WholeRecord } from "./account.ts";
import { audited } from "./auditor.ts";

/**
 * Invariants 1 to 3, 5 and 6 of one request: every event is one that may happen, in one unbroken chain, and the request is what its
 * events make of it. Gives the account for the next time.
 */
export function checkRequest(
  { request, events }: Seen,
  record: WholeRecord,
  before: Account | undefined,
  known: number,
): Account {
  const name = `${request.id} (${events.map(({ kind }) => kind).join(" ")})`;
  let account = before;
  for (const event of events.slice(known)) account = audited(account, event, record);
  assert(account, `${name} has no events`);
  assert.equal(findBrokenLink(events), undefined, `the chain of ${name} is broken`);
  const last = events.at(-1);
  assert.equal(request.version, events.length, `${name}: each change has one event`);
  assert.deepEqual(request.chainEnd, { sequence: last?.sequence, hash: last?.hash }, `${name}: chain's end`);
  assert.equal(request.status, account.status, `${name}: its status is that of its events`);
  assert.equal(request.digest, account.digest, `${name}: its digest is that of its events`);
  assert.equal(request.digest, digestOf(request.intent), `${name}: its digest is that of its intent`);
  const people = request.decisions.filter(({ kind }) => kind === "approve").map(({ by }) => by.id);
  assert.deepEqual(people, account.approvals, `${name}: who has approved`);
  assert.equal(new Set(people).size, people.length, `${name}: each person counts once`);
  const reviewed = (request.reviews ?? []).map(({ by }) => by.id);
  assert.deepEqual(reviewed, account.emergency?.reviewedBy ?? [], `${name}: who has reviewed`);
  return account;
}
