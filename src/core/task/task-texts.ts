import type { Fact } from "../fact.ts";
import type { ApprovalRequest } from "../request.ts";
import type { TaskAnswer } from "./task-state.ts";

/** What people read of how a workflow took what became of its request, and what they can do. */
export function workflowText(answer: TaskAnswer): string {
  switch (answer) {
    case "told":
      return "The workflow was told, and goes on.";
    case "gone":
      return "The workflow no longer waits: its time was over, or it was stopped. Nothing goes on by this request. Start the workflow again if it is still needed.";
    case "unknown":
      return "Whether the workflow has heard of this is not known: an answer was lost on the way, and by now it no longer waits. Look at its execution.";
  }
}

/** A task's status in words, where it says more than that of other requests. */
export function taskStateText({ task, status, statusHistory }: ApprovalRequest): string | undefined {
  if (!task) return undefined;
  switch (status) {
    case "approved":
    case "executing":
      return "Approved, the workflow is being told";
    case "executed":
      return "Approved, and the workflow goes on";
    case "failed":
      return task.answer === "gone"
        ? "Approved, but the workflow no longer waits"
        : "Approved, but nobody knows whether the workflow has heard of it";
    case "cancelled":
      return statusHistory.at(-1)?.by === "system:run" ? "Closed: the workflow no longer waits" : undefined;
    default:
      return undefined;
  }
}

/** Which execution waits, and how it took what became of the request. */
export function taskFactsOf({ task, status }: Pick<ApprovalRequest, "task" | "status">): readonly Fact[] {
  if (!task) return [];
  const [machine = "", execution = ""] = task.execution?.split(":").slice(6) ?? [];
  const isEndedHere = status === "rejected" || status === "expired" || status === "cancelled";
  return [
    ...(machine === "" ? [] : [{ label: "Workflow", value: `${machine} / ${execution}` }]),
    ...(isEndedHere && task.answer ? [{ label: "Told", value: workflowText(task.answer) }] : []),
  ];
}
