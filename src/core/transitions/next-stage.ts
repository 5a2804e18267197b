import type { Fact } from "../fact.ts";
import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { stageOf } from "../run.ts";
import { secondsAfter } from "../timing/seconds.ts";
import type { Change } from "./change.ts";
import { type ExecutingRequest, type RunTimes, recordStep } from "./run.ts";

/**
 * Ends the safety snapshot and begins with the operation itself, on a lease and a time of its own. Refused unless a safety
 * snapshot was being made.
 */
export function nextStage(
  request: ApprovalRequest,
  { facts, text }: { readonly facts: readonly Fact[]; readonly text: string },
  { patienceSeconds, leaseSeconds }: RunTimes,
  now: Date,
): Result<Change<ExecutingRequest>, Refusal> {
  if (request.status !== "executing" || stageOf(request.run).name !== "snapshot") {
    return err({ kind: "wrong-status", action: "carried on", status: request.status });
  }
  const steps = request.run.steps + 1;
  const run = {
    ...request.run,
    leaseUntil: secondsAfter(now, leaseSeconds),
    deadline: secondsAfter(now, patienceSeconds),
    steps,
    lastProgress: { text, at: now },
    stage: { name: "operation", since: now, stepsBefore: steps, facts } as const,
  };
  const made = facts.map(({ label, value }) => ({ label, value }));
  return ok(recordStep(request, run, { stage: "operation", facts: made }));
}
