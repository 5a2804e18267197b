import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import type { Outcome } from "../run.ts";
import { secondsAfter } from "../timing/seconds.ts";
import { type Change, change } from "./change.ts";
import { type ExecutingRequest, recordStep, startRefusal } from "./run.ts";

/** A poller has an action, from when on and for how long at most. */
export interface ActionStart {
  readonly poller: string;
  readonly at: Date;
  readonly patienceSeconds: number;
}

/** Notes that a poller has begun an approved action. Refused when it was noted already, or when the action is over. */
export function startAction(
  request: ApprovalRequest,
  { poller, at, patienceSeconds }: ActionStart,
  now: Date,
): Result<Change<ExecutingRequest>, Refusal> {
  const refusal = startRefusal(request, now);
  if (refusal) return err(refusal);
  // Clocks of other machines go wrong; a run cannot have begun later than it is told of.
  const claimedAt = at < now ? at : now;
  const deadline = secondsAfter(now, patienceSeconds);
  const run = { claimedAt, leaseUntil: deadline, deadline, steps: 0 };
  const action = request.action && { ...request.action, poller };
  return ok(
    change(
      request,
      { ...request, status: "executing", run, ...(action && { action }) },
      {
        kind: "claimed",
        by: "system:run",
        at: now,
        details: { digest: request.digest, poller, deadline: deadline.toISOString() },
      },
    ),
  );
}

/** Notes a line of an action's progress; refused for one that is not newer than what is noted. */
export function progressAction(
  request: ApprovalRequest,
  step: { readonly number: number; readonly text: string; readonly percent?: number | undefined },
  now: Date,
): Result<Change<ExecutingRequest>, Refusal> {
  if (request.status !== "executing" || step.number <= request.run.steps) {
    return err({ kind: "wrong-status", action: "carried on", status: request.status });
  }
  const { number, ...progress } = step;
  return ok(recordStep(request, { ...request.run, steps: number, lastProgress: { ...progress, at: now } }));
}

/** Notes how an action ended after it had been given up as unknown; the status stays. Refused for any other, and the second time. */
export function noteLateEnd(
  request: ApprovalRequest,
  outcome: Pick<Outcome, "result" | "facts">,
  now: Date,
): Result<Change, Refusal> {
  if (request.status !== "failed" || request.outcome.details?.is_unknown !== true) {
    return err({ kind: "wrong-status", action: "ended", status: request.status });
  }
  const details = { ...request.outcome.details, is_unknown: false, late_result: outcome.result };
  const facts = [...request.outcome.facts, { label: "Reported late", value: lateText(outcome.result) }];
  return ok(
    change(
      request,
      { ...request, outcome: { ...request.outcome, facts: [...facts, ...outcome.facts], details } },
      {
        kind: "reported-late",
        by: "system:run",
        at: now,
        details: {
          result: outcome.result,
          text: lateText(outcome.result),
          facts: outcome.facts.map(({ label, value }) => ({ label, value })),
        },
      },
    ),
  );
}

function lateText(result: Outcome["result"]): string {
  switch (result) {
    case "available":
      return "it ended well after all";
    case "failed":
      return "it had failed";
    case "timeout":
      return "it was stopped, as it took too long";
  }
}
