import assert from "node:assert/strict";
import { type AuditEvent, findBrokenLink } from "../../src/core/audit-event.ts";
import { digestOf } from "../../src/core/intent.ts";
import type { Refusal } from "../../src/core/refusal.ts";
import { refusalText } from "../../src/core/refusal-text.ts";
import { type ApprovalRequest, isFinal } from "../../src/core/request.ts";
import type { Change } from "../../src/core/transitions/change.ts";
import { approvedBy } from "../../src/core/who-decides.ts";
import { isEnough } from "./asking.ts";
import { edges, endedOf, isWayBack } from "./expected.ts";

const windowMilliseconds = 12 * 3_600_000;

/** Throws when a change breaks one of the design's invariants. */
export function checkChange(before: ApprovalRequest, { request: after, event }: Change, now: Date): void {
  checkPeople(after);
  checkReviews(after);
  checkDecision(before, after, event, now);
  checkDrift(before, after, event);
  checkParts(before, after);
  checkBookkeeping(before, after, event);
  checkStatus(before, after, event);
  checkStages(before, after, event);
}

/** Who runs waits for nobody; the operation itself begins once, and only after the snapshot that was approved with it. */
function checkStages(before: ApprovalRequest, after: ApprovalRequest, event: AuditEvent): void {
  assert(after.status !== "executing" || after.waitsFor === undefined, "waits though it runs");
  if (event.kind === "queued") assert.equal(after.status, before.status, "waiting has moved it");
  if (after.status !== "executing") return;
  const isSnapshotFirst = after.intent.kind === "rds" && after.intent.safetySnapshot !== undefined;
  assert.equal(after.run.stage !== undefined, isSnapshotFirst, "not the stages that were approved");
  const from = before.status === "executing" ? before.run.stage?.name : "snapshot";
  if (from === "operation") assert.equal(after.run.stage, before.status === "executing" && before.run.stage);
  else if (after.run.stage?.name === "operation") assert.equal(event.kind, "progressed");
}

function checkPeople({ decisions, requestedBy }: ApprovalRequest): void {
  const deciders = decisions.map(({ by }) => by.id);
  assert(!deciders.includes(requestedBy.id), "the requester decided their own request");
  assert.equal(new Set(deciders).size, deciders.length, "one person counts twice");
}

/** What was done in an emergency is looked at by two others, each once. */
function checkReviews({ reviews = [], requestedBy }: ApprovalRequest): void {
  const people = reviews.map(({ by }) => by.id);
  assert(!people.includes(requestedBy.id), "the requester reviewed their own emergency");
  assert.equal(new Set(people).size, people.length, "one person reviews twice");
  assert(people.length <= 2, "more reviews than are needed");
}

function checkDecision(before: ApprovalRequest, after: ApprovalRequest, event: AuditEvent, now: Date): void {
  const isDecision = event.kind === "approved" || event.kind === "rejected";
  if (event.kind === "drifted") return;
  assert.equal(after.decisions.length, before.decisions.length + (isDecision ? 1 : 0), "a decision too many");
  for (const [index, earlier] of before.decisions.entries()) {
    assert.equal(after.decisions[index], earlier, "an earlier decision has changed");
  }
  if (!isDecision) return;
  assert(before.status === "pending" || before.status === "escalated", "decided though not open");
  assert(now < after.expiresAt, "decided after its time");
  assert.equal(event.details.digest, before.digest, "decided on something else");
  const people = approvedBy(after).map(({ id }) => id);
  const approvals = new Set(people).size;
  assert.equal(event.details.approvals_received, approvals, "approvals_received is not the number of people");
  const byOwner = after.requirement.owners?.some((owner) => owner === event.actor) ?? false;
  const isWhole = isEnough(before, people);
  assert.equal(event.details.is_override === true, event.kind === "approved" && byOwner && !isWhole);
  const isApproved = isWhole || byOwner;
  const expected = event.kind === "rejected" ? "rejected" : isApproved ? "approved" : before.status;
  assert.equal(after.status, expected, "the decision leads elsewhere");
}

/** Asked again: of nobody's old approval, on another digest, with the whole time, and never of fewer people. */
function checkDrift(before: ApprovalRequest, after: ApprovalRequest, event: AuditEvent): void {
  if (event.kind !== "drifted") {
    for (const fact of ["intent", "digest", "expiresAt", "requirement", "risk", "differences"] as const) {
      assert.equal(after[fact], before[fact], `${fact} has changed`);
    }
    return;
  }
  assert(before.status === "approved" || before.status === "scheduled", `drifted while ${before.status}`);
  assert.deepEqual(after.decisions, [], "an approval of something else counts");
  assert.notEqual(after.digest, before.digest, "nothing has changed");
  assert.equal(after.digest, digestOf(after.intent));
  assert.deepEqual([event.details.old_digest, event.details.new_digest], [before.digest, after.digest]);
  assert.deepEqual(event.details.differences, after.differences);
  const { approvals, raisedBy, ...requirement } = after.requirement;
  const { approvals: approvalsBefore, raisedBy: _, ...requirementBefore } = before.requirement;
  assert.deepEqual(requirement, requirementBefore, "other people are asked");
  assert(approvals >= approvalsBefore, "fewer people are asked");
  assert(approvals === approvalsBefore || raisedBy.length > 0, "more people are asked for no reason");
  assert.equal(after.status, approvals > 0 ? "pending" : "approved");
  const expiresAt = approvals > 0 ? event.at.getTime() + windowMilliseconds : before.expiresAt.getTime();
  assert.equal(after.expiresAt.getTime(), expiresAt, "not its whole time");
}

/** Never more of a bulk request's instances run than were approved to; none starts or ends twice. */
function checkParts(before: ApprovalRequest, after: ApprovalRequest): void {
  const [was, is] = [endedOf(before), endedOf(after)];
  const { parallelism, parts } = after.intent.kind === "bulk" ? after.intent : { parallelism: 0, parts: [] };
  assert(is.filter((isEnded) => !isEnded).length <= parallelism, "too many at the same time");
  assert(is.length >= was.length && is.length <= parts.length, "starts what is not there");
  assert(
    was.every((wasEnded, index) => !wasEnded || is[index]),
    "an ended one runs again",
  );
}

function checkBookkeeping(before: ApprovalRequest, after: ApprovalRequest, event: AuditEvent): void {
  assert.equal(after.version, before.version + 1, "the version does not count by one");
  assert.equal(event.sequence, before.chainEnd.sequence + 1, "the sequence has a gap");
  assert.equal(event.previousHash, before.chainEnd.hash, "the event is not linked");
  assert.equal(after.chainEnd.sequence, event.sequence, "the chain ends elsewhere");
  assert.equal(after.chainEnd.hash, event.hash, "the chain ends elsewhere");
  assert.equal(event.requestId, before.id);
  for (const fact of asked) assert.equal(after[fact], before[fact], `${fact} has changed`);
}

const asked = [
  "id",
  "tenant",
  "requestedBy",
  "requestedAt",
  "justification",
  "environment",
  "reverts",
] as const;

function checkStatus(before: ApprovalRequest, after: ApprovalRequest, event: AuditEvent): void {
  assert.equal(event.status, after.status, "the event tells another status");
  if (after.status === before.status) {
    assert.equal(after.statusHistory, before.statusHistory, "a status is noted twice");
  } else {
    const isForDrift = isWayBack(before.status, after.status);
    assert(!isForDrift || event.kind === "drifted", "goes back for another reason");
    assert(edges[before.status].includes(after.status), `from ${before.status} to ${after.status}`);
    assert.equal(after.statusHistory.length, before.statusHistory.length + 1);
    assert.deepEqual(after.statusHistory.at(-1), { status: after.status, at: event.at, by: event.actor });
  }
  if (isFinal(before)) {
    // What comes after the end is noted beside it: it changes neither what was decided nor how that ended.
    const noted = notedAfterTheEnd[event.kind];
    assert(noted !== undefined, "something happened after the end");
    const notes = Object.fromEntries(noted.map((fact) => [fact, Reflect.get(after, fact)]));
    assert.deepEqual(after, { ...before, version: before.version + 1, chainEnd: after.chainEnd, ...notes });
  }
}

const notedAfterTheEnd: Readonly<Partial<Record<AuditEvent["kind"], readonly string[]>>> = {
  "workflow-told": ["task"],
  refused: ["notedRefusals"],
  "delivery-failed": ["undelivered"],
  "reported-late": ["outcome"],
  reviewed: ["reviews"],
  "review-overdue": ["reviewOverdueSince"],
};

/** Throws when the whole of what was recorded does not hold together. */
export function checkRecord(request: ApprovalRequest, events: readonly AuditEvent[]): void {
  assert.equal(events.length, request.version, "not exactly one event for each change");
  assert.deepEqual(request.chainEnd, { sequence: events.length, hash: events.at(-1)?.hash });
  assert.equal(findBrokenLink(events), undefined, "the chain does not hold");
  const claims = events.filter(({ kind }) => kind === "claimed");
  assert(claims.length <= 1, "claimed more than once");
  for (const { details } of claims) {
    const askedLast = events.findLast(({ kind }) => kind === "created" || kind === "drifted");
    const asked = askedLast?.details.new_digest ?? askedLast?.details.digest;
    assert.equal(details.digest, asked, "what runs is not what was asked for");
    assert.equal(details.digest, digestOf(request.intent), "what runs is not what was approved");
    const approvers = events
      .filter(({ kind, details: { digest } }) => kind === "approved" && digest === details.digest)
      .filter(({ sequence }) => sequence > (askedLast?.sequence ?? 0))
      .map(({ actor }) => actor);
    const hasAll = new Set(approvers).size >= request.requirement.approvals;
    assert(hasAll || request.overriddenBy !== undefined, "runs without its approvals");
    assert.deepEqual(
      approvedBy(request).map(({ id }) => id),
      approvers,
      "counts other approvals",
    );
  }
}

export function checkRefusal(refusal: Refusal): void {
  const text = refusalText(refusal);
  assert(text !== "" && !/undefined|null|NaN|\[object/.test(text), `a puzzling refusal: ${text}`);
}
