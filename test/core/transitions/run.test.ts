import { describe, expect, test } from "vitest";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { statuses } from "../../../src/core/request.ts";
import { claim, complete, fail, progress, resume } from "../../../src/core/transitions/run.ts";
import { accepted, hoursLater, requestIn, runTimes, snapshotIntent } from "../sample-requests.ts";

const now = hoursLater(4);
const seconds = (from: Date, count: number) => new Date(from.getTime() + count * 1000);

function claimedAt(at: Date): ApprovalRequest {
  return accepted(claim(requestIn("approved"), runTimes, at)).request;
}

describe("claim", () => {
  test("starts the one run of an approved request, with its lease and deadline", () => {
    const { request, event } = accepted(claim(requestIn("approved"), runTimes, now));

    expect(request).toMatchObject({
      status: "executing",
      run: { claimedAt: now, leaseUntil: seconds(now, 60), deadline: seconds(now, 3600), steps: 0 },
    });
    expect(event).toMatchObject({
      kind: "claimed",
      actor: "system:run",
      details: { digest: request.digest, deadline: seconds(now, 3600).toISOString() },
    });
  });

  test("waits for the start of a scheduled request, to the millisecond", () => {
    const startAt = hoursLater(12);

    const early = claim(requestIn("scheduled"), runTimes, new Date(startAt.getTime() - 1));
    const onTime = claim(requestIn("scheduled"), runTimes, startAt);

    expect(early).toStrictEqual({ ok: false, error: { kind: "not-due", at: startAt } });
    expect(onTime.ok).toBe(true);
  });

  test("refuses an intent that is not the one that was approved", () => {
    const approved = requestIn("approved");
    const altered = { ...approved, intent: { ...snapshotIntent, parameters: { snapshot_name: "other" } } };

    const result = claim(altered, runTimes, now);

    expect(result).toStrictEqual({ ok: false, error: { kind: "changed-since-seen" } });
  });

  test.each(statuses.filter((status) => status !== "approved" && status !== "scheduled"))(
    "refuses a request that is %s",
    (status) => {
      const result = claim(requestIn(status), runTimes, now);

      expect(result).toStrictEqual({ ok: false, error: { kind: "wrong-status", action: "started", status } });
    },
  );
});

describe("resume", () => {
  test("takes over a run without a record once its claimer's lease is over", () => {
    const { request, event } = accepted(resume(claimedAt(now), runTimes, seconds(now, 60)));

    expect(request).toMatchObject({ run: { claimedAt: now, leaseUntil: seconds(now, 120), steps: 0 } });
    expect(event).toMatchObject({
      kind: "resumed",
      actor: "system:run",
      status: "executing",
      details: { stage: "operation" },
    });
  });

  test("gives the run its whole time anew, since the call may only come now", () => {
    const late = hoursLater(50);

    const { request } = accepted(resume(claimedAt(now), runTimes, late));

    expect(request.run.deadline).toStrictEqual(seconds(late, runTimes.patienceSeconds));
  });

  test("leaves the run to its claimer as long as the lease lasts", () => {
    const result = resume(claimedAt(now), runTimes, seconds(now, 59));

    expect(result).toStrictEqual({ ok: false, error: { kind: "not-due", at: seconds(now, 60) } });
  });

  test("refuses once a step is recorded", () => {
    const recorded = accepted(progress(claimedAt(now), { text: "called" }, now)).request;

    const result = resume(recorded, runTimes, hoursLater(50));

    const error = { kind: "wrong-status", action: "resumed", status: "executing" };
    expect(result).toStrictEqual({ ok: false, error });
  });
});

describe("progress", () => {
  test("counts the steps and keeps the last", () => {
    const once = accepted(progress(claimedAt(now), { text: "called" }, now));

    const twice = accepted(progress(once.request, { text: "creating", percent: 40 }, seconds(now, 30)));

    expect(once.event.details).toStrictEqual({ step: 1, text: "called" });
    expect(twice.event.details).toStrictEqual({ step: 2, text: "creating", percent: 40 });
    expect(twice.request.run).toMatchObject({
      steps: 2,
      lastProgress: { at: seconds(now, 30), text: "creating", percent: 40 },
    });
  });
});

describe("the end of a run", () => {
  test("is executed with what it made, and how long it took", () => {
    const facts = [{ label: "Snapshot", value: "arn:snapshot" }];

    const { request, event } = accepted(complete(claimedAt(now), facts, seconds(now, 90)));

    const outcome = { result: "available", durationSeconds: 90, facts, guidance: "" };
    expect(request).toMatchObject({ status: "executed", outcome });
    expect(event).toMatchObject({
      kind: "completed",
      details: { result: "available", duration_seconds: 90, facts, guidance: "" },
    });
  });

  test.each(["failed", "timeout"] as const)("is failed with guidance when the result is %s", (result) => {
    const failure = { result, facts: [], guidance: "Look at the console." };

    const { request, event } = accepted(fail(claimedAt(now), failure, seconds(now, 5)));

    expect(request).toMatchObject({ status: "failed", outcome: { ...failure, durationSeconds: 5 } });
    expect(event).toMatchObject({ kind: "failed", details: { result, guidance: "Look at the console." } });
  });

  test("never takes less than no time, even when another machine's clock is behind", () => {
    const { request } = accepted(complete(claimedAt(now), [], seconds(now, -5)));

    expect(request).toMatchObject({ outcome: { durationSeconds: 0 } });
  });
});

describe.each(statuses.filter((status) => status !== "executing"))("a request that is %s", (status) => {
  test.each([
    { action: "carried on", step: () => progress(requestIn(status), { text: "x" }, now) },
    { action: "resumed", step: () => resume(requestIn(status), runTimes, now) },
    { action: "ended", step: () => complete(requestIn(status), [], now) },
    {
      action: "ended",
      step: () => fail(requestIn(status), { result: "failed", facts: [], guidance: "" }, now),
    },
  ])("cannot be $action", ({ action, step }) => {
    expect(step()).toStrictEqual({ ok: false, error: { kind: "wrong-status", action, status } });
  });
});
