import { type ActualCost, actualCostToJson, costToJson } from "../cost.ts";
import { digestOf } from "../intent.ts";
import type { JsonObject } from "../json.ts";
import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { isCallUnknown, type Outcome, type Progress, type Run, stageOf } from "../run.ts";
import { jointLimitsOf } from "../timing/approval-limits.ts";
import { secondsAfter, secondsBetween } from "../timing/seconds.ts";
import { type Change, change } from "./change.ts";

export type ExecutingRequest = Extract<ApprovalRequest, { status: "executing" }>;

export interface RunTimes {
  /** How long the run may take before it ends as timed out. */
  readonly patienceSeconds: number;
  /** How long whoever claimed the run has it alone; longer than a process can live between claim and first record. */
  readonly leaseSeconds: number;
}

/** Why the request cannot start now; nothing when it can. */
export function startRefusal(request: ApprovalRequest, now: Date): Refusal | undefined {
  if (request.status !== "approved" && request.status !== "scheduled") {
    return { kind: "wrong-status", action: "started", status: request.status };
  }
  if (request.status === "scheduled" && now < request.startAt)
    return { kind: "not-due", at: request.startAt };
  const { notBefore, notAfter } = jointLimitsOf(request);
  if (notBefore && now < notBefore) return { kind: "not-due", at: notBefore };
  if (notAfter && now >= notAfter) return { kind: "too-late", at: notAfter };
  return digestOf(request.intent) === request.digest ? undefined : { kind: "changed-since-seen" };
}

/**
 * Takes an approved request for its one run, which begins with the safety snapshot where the intent has one; the caller saves
 * it together with the turn of that key. Refused when it was already taken, is not due yet, or when its intent is no longer
 * the one that was approved.
 */
export function claim(
  request: ApprovalRequest,
  { patienceSeconds, leaseSeconds }: RunTimes,
  now: Date,
  turn?: string,
): Result<Change<ExecutingRequest>, Refusal> {
  const refusal = startRefusal(request, now);
  if (refusal) return err(refusal);
  const deadline = secondsAfter(now, patienceSeconds);
  const isSnapshotFirst = request.intent.kind === "rds" && request.intent.safetySnapshot !== undefined;
  const run = {
    claimedAt: now,
    leaseUntil: secondsAfter(now, leaseSeconds),
    deadline,
    steps: 0,
    ...(isSnapshotFirst && { stage: { name: "snapshot", since: now, stepsBefore: 0, facts: [] } as const }),
  };
  const claimed = { ...request, status: "executing", run, turn, waitsFor: undefined } as const;
  return ok(
    change(request, claimed, {
      kind: "claimed",
      by: "system:run",
      at: now,
      details: {
        digest: request.digest,
        deadline: deadline.toISOString(),
        ...(isSnapshotFirst && { stage: "snapshot" }),
      },
    }),
  );
}

/**
 * Takes a run over whose claimer left no record of its stage's call; the stage's time begins anew, as the call may only come
 * now. Refused while the claimer may still be at work, and once there is a record.
 */
export function resume(
  request: ApprovalRequest,
  { patienceSeconds, leaseSeconds }: RunTimes,
  now: Date,
): Result<Change<ExecutingRequest>, Refusal> {
  if (request.status !== "executing" || !isCallUnknown(request.run)) {
    return err({ kind: "wrong-status", action: "resumed", status: request.status });
  }
  if (now < request.run.leaseUntil) return err({ kind: "not-due", at: request.run.leaseUntil });
  const run = {
    ...request.run,
    leaseUntil: secondsAfter(now, leaseSeconds),
    deadline: secondsAfter(now, patienceSeconds),
  };
  const details = { stage: stageOf(request.run).name };
  return ok(change(request, { ...request, run }, { kind: "resumed", by: "system:run", at: now, details }));
}

/** Records the run's next step. */
export function progress(
  request: ApprovalRequest,
  step: Omit<Progress, "at">,
  now: Date,
): Result<Change<ExecutingRequest>, Refusal> {
  if (request.status !== "executing")
    return err({ kind: "wrong-status", action: "carried on", status: request.status });
  const run = { ...request.run, steps: request.run.steps + 1, lastProgress: { ...step, at: now } };
  return ok(recordStep(request, run));
}

/** The run as it is after a step, with what the audit log tells of that; `besides` is what it tells of this one alone. */
export function recordStep(
  request: ExecutingRequest,
  run: Run & { readonly lastProgress: Progress },
  besides: JsonObject = {},
): Change<ExecutingRequest> {
  const { at, text, percent } = run.lastProgress;
  const details = { step: run.steps, text, ...(percent !== undefined && { percent }), ...besides };
  return change(request, { ...request, run }, { kind: "progressed", by: "system:run", at, details });
}

/** What is known of a run that ended well, besides what people read. */
export interface CompletionDetails extends Pick<Outcome, "details"> {
  readonly actualCost?: ActualCost | undefined;
}

/** Ends the run well: `executed`, with what it has changed of the monthly bill where that is known. */
export function complete(
  request: ApprovalRequest,
  facts: Outcome["facts"],
  now: Date,
  { actualCost, details }: CompletionDetails = {},
): Result<Change, Refusal> {
  return end({ ...request, actualCost }, { result: "available", facts, guidance: "", details }, now);
}

/** Ends the run as `failed`: RDS said no, the work failed, or the time was over; the guidance says what to do about it. */
export function fail(
  request: ApprovalRequest,
  failure: {
    readonly result: "failed" | "timeout";
    readonly facts: Outcome["facts"];
    readonly guidance: string;
    readonly details?: JsonObject | undefined;
  },
  now: Date,
): Result<Change, Refusal> {
  return end(request, failure, now);
}

function end(
  request: ApprovalRequest,
  ended: Omit<Outcome, "durationSeconds">,
  now: Date,
): Result<Change, Refusal> {
  if (request.status !== "executing")
    return err({ kind: "wrong-status", action: "ended", status: request.status });
  const durationSeconds = secondsBetween(request.run.claimedAt, now);
  const outcome: Outcome = { ...ended, durationSeconds };
  const isDone = outcome.result === "available";
  return ok(
    change(
      request,
      { ...request, status: isDone ? "executed" : "failed", outcome },
      {
        kind: isDone ? "completed" : "failed",
        by: "system:run",
        at: now,
        details: {
          result: outcome.result,
          duration_seconds: durationSeconds,
          facts: outcome.facts.map(({ label, value }) => ({ label, value })),
          guidance: outcome.guidance,
          ...costDetailsOf(request),
        },
      },
    ),
  );
}

/** The estimate only beside what it came to. */
function costDetailsOf({ estimatedCost, actualCost }: ApprovalRequest) {
  return {
    ...(actualCost && { actual_cost: actualCostToJson(actualCost) }),
    ...(actualCost && estimatedCost && { estimated_cost: costToJson(estimatedCost) }),
  };
}
