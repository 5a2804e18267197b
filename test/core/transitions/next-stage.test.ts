import { describe, expect, test } from "vitest";
import { digestOf } from "../../../src/core/intent.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { isCallUnknown, stageOf } from "../../../src/core/run.ts";
import { nextStage } from "../../../src/core/transitions/next-stage.ts";
import { claim, type ExecutingRequest, progress, resume } from "../../../src/core/transitions/run.ts";
import { accepted, hoursLater, requestIn, runTimes, snapshotIntent } from "../sample-requests.ts";

const now = hoursLater(4);
const made = { facts: [{ label: "Safety snapshot", value: "orders-before" }], text: "It is there." };
const seconds = (from: Date, count: number) => new Date(from.getTime() + count * 1000);

function claimed(): ExecutingRequest {
  const intent = { ...snapshotIntent, safetySnapshot: "orders-before" };
  const request: ApprovalRequest = { ...requestIn("approved"), intent, digest: digestOf(intent) };
  return accepted(claim(request, runTimes, now)).request;
}

test("a claim begins with the snapshot where the intent has one", () => {
  expect(stageOf(claimed().run)).toEqual({ name: "snapshot", since: now, stepsBefore: 0, facts: [] });
  expect(accepted(claim(requestIn("approved"), runTimes, now)).request.run.stage).toBeUndefined();
});

test("a run from before there were stages is at the operation itself since its claim", () => {
  const { run } = accepted(claim(requestIn("approved"), runTimes, now)).request;

  expect(stageOf(run)).toEqual({ name: "operation", since: now, stepsBefore: 0, facts: [] });
});

describe("after the snapshot", () => {
  const recorded = accepted(progress(claimed(), { text: "creating" }, now)).request;
  const later = seconds(now, 500);

  test("the operation begins with a lease and a time of its own, and knows what was made", () => {
    const { request, event } = accepted(nextStage(recorded, made, runTimes, later));

    expect(request.run).toMatchObject({
      claimedAt: now,
      steps: 2,
      leaseUntil: seconds(later, 60),
      deadline: seconds(later, 3600),
      stage: { name: "operation", since: later, stepsBefore: 2, facts: made.facts },
    });
    expect(event).toMatchObject({
      kind: "progressed",
      details: { step: 2, text: "It is there.", stage: "operation", facts: made.facts },
    });
  });

  test("nobody knows whether the operation was called until it is on record, and who takes over has to wait", () => {
    const { request } = accepted(nextStage(recorded, made, runTimes, later));

    const early = resume(request, runTimes, seconds(later, 59));
    const inTime = resume(request, runTimes, seconds(later, 60));
    const called = accepted(progress(request, { text: "called" }, later)).request;

    expect(isCallUnknown(request.run)).toBe(true);
    expect(early).toMatchObject({ ok: false, error: { kind: "not-due" } });
    expect(inTime.ok).toBe(true);
    expect(isCallUnknown(called.run)).toBe(false);
    expect(resume(called, runTimes, hoursLater(50)).ok).toBe(false);
  });

  test("the operation begins once", () => {
    const { request } = accepted(nextStage(recorded, made, runTimes, later));

    const again = nextStage(request, made, runTimes, later);

    const error = { kind: "wrong-status", action: "carried on", status: "executing" };
    expect(again).toStrictEqual({ ok: false, error });
  });
});
