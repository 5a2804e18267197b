import type { JsonObject } from "../json.ts";
import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { isOpen } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import type { TaskAnswer } from "../task/task-state.ts";
import { workflowText } from "../task/task-texts.ts";
import { secondsAfter, secondsBetween } from "../timing/seconds.ts";
import { type Change, change } from "./change.ts";
import { alreadyResolved } from "./decide.ts";
import { type ExecutingRequest, startRefusal } from "./run.ts";

/** Begins to tell a workflow of its approval: from here on it cannot be cancelled any more. Refused for what is not approved. */
export function startTask(
  request: ApprovalRequest,
  leaseSeconds: number,
  now: Date,
): Result<Change<ExecutingRequest>, Refusal> {
  const refusal = startRefusal(request, now);
  if (refusal) return err(refusal);
  if (!request.task) return err({ kind: "wrong-status", action: "told", status: request.status });
  const leaseUntil = secondsAfter(now, leaseSeconds);
  const run = { claimedAt: now, leaseUntil, deadline: leaseUntil, steps: 0 };
  const details = { digest: request.digest, to: "workflow" };
  return ok(
    change(
      request,
      { ...request, status: "executing", run, waitsFor: undefined },
      { kind: "claimed", by: "system:run", at: now, details },
    ),
  );
}

/**
 * Notes how the workflow took what became of its request. An approval ends with it, as executed or failed; what was rejected,
 * expired or cancelled stays so. Refused while the request is open, and the second time.
 */
export function noteAnswer(request: ApprovalRequest, answer: TaskAnswer, now: Date): Result<Change, Refusal> {
  const { task } = request;
  if (!task || task.answer) return err({ kind: "wrong-status", action: "told", status: request.status });
  const answered = { ...task, answer };
  const told = { by: "system:run", at: now } as const;
  switch (request.status) {
    case "executing": {
      const durationSeconds = secondsBetween(request.run.claimedAt, now);
      const isTold = answer === "told";
      const guidance = isTold ? "" : workflowText(answer);
      const result = isTold ? "available" : "failed";
      const facts = isTold ? [{ label: "Workflow", value: workflowText(answer) }] : [];
      return ok(
        change(
          request,
          {
            ...request,
            task: answered,
            status: isTold ? "executed" : "failed",
            outcome: { result, durationSeconds, facts, guidance },
          },
          {
            ...told,
            kind: isTold ? "completed" : "failed",
            details: { result, duration_seconds: durationSeconds, ...workflowDetails(answer) },
          },
        ),
      );
    }
    case "rejected":
    case "expired":
    case "cancelled":
      return ok(
        change(
          request,
          { ...request, task: answered },
          { ...told, kind: "workflow-told", details: workflowDetails(answer) },
        ),
      );
    default:
      return err({ kind: "wrong-status", action: "told", status: request.status });
  }
}

/** Closes an open request whose workflow does not wait any more: nothing would come of a decision. */
export function closeTask(request: ApprovalRequest, now: Date): Result<Change, Refusal> {
  if (!isOpen(request) || !request.task) return err(alreadyResolved(request));
  return ok(
    change(
      request,
      { ...request, status: "cancelled", task: { ...request.task, answer: "gone" } },
      { kind: "cancelled", by: "system:run", at: now, details: workflowDetails("gone") },
    ),
  );
}

function workflowDetails(answer: TaskAnswer): JsonObject {
  return { workflow: answer };
}
