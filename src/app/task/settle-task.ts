import { type ApprovalRequest, isOpen } from "../../core/request.ts";
import { type WorkflowMessage, workflowMessageOf } from "../../core/task/decision-document.ts";
import type { TaskAnswer } from "../../core/task/task-state.ts";
import { noteAnswer, startTask } from "../../core/transitions/run-task.ts";
import { changeRequest, type RequestChanger } from "../change-request.ts";
import { NotDoneError } from "../gateway-error.ts";
import type { PausedTask, PausedTasks } from "../ports/paused-tasks.ts";
import type { SecretBox } from "../ports/secret-box.ts";
import type { WaitingWorkflow } from "../ports/waiting-workflow.ts";
import { claimPaused, endPaused, releasePaused } from "./claim-paused.ts";
import { tokenContextOf } from "./token-context.ts";

export interface TaskDependencies extends RequestChanger {
  readonly pausedTasks: PausedTasks;
  readonly secretBox: SecretBox;
  readonly workflow: WaitingWorkflow;
}

export type SettleTask = (request: ApprovalRequest) => Promise<void>;

/** Longer than a function lives: whoever has claimed a task has told its workflow by then, or never will. */
const leaseSeconds = 60;

/**
 * Tells a paused workflow what became of its request, once that is decided or over, and notes how it took that. Doing it again
 * is harmless: one worker at a time has the task, and what was answered is kept before anything else. A workflow that does not
 * wait any more, after an attempt whose answer was lost, may or may not have heard of it: that is what is noted then.
 */
export function makeSettleTask(deps: TaskDependencies): SettleTask {
  return async (request) => {
    const { id, task } = request;
    if (!task || task.answer || isOpen(request)) return;
    const started =
      request.status === "approved"
        ? await changeRequest(deps, id, (fresh, now) => startTask(fresh, leaseSeconds, now))
        : undefined;
    // Cancelled, or begun by another worker: its own event tells.
    if (started && !started.ok) return;
    const message = workflowMessageOf(started?.value ?? request);
    const paused = message && (await claimPaused(deps, id, leaseSeconds));
    // Another one is at it, nothing is kept yet, or it is over: the list of what is due finds what is left.
    if (!message || !paused) return;
    const answered = paused.answer ? paused : await tell(paused, message);
    if (!answered?.answer) return;
    const { answer } = answered;
    await changeRequest(deps, id, (fresh, now) => noteAnswer(fresh, answer, now));
    await endPaused(deps, answered);
  };

  /** The task with its answer, kept; nothing where another worker has taken it over meanwhile. */
  async function tell(paused: PausedTask, message: WorkflowMessage): Promise<PausedTask | undefined> {
    const token = await open(paused);
    const attempted =
      token === undefined ? paused : await deps.pausedTasks.save({ ...paused, mayBeTold: true });
    if (!attempted) return undefined;
    try {
      const said = token === undefined ? "gone" : await deps.workflow.tell(token, message);
      const answer: TaskAnswer = said === "taken" ? "told" : paused.mayBeTold ? "unknown" : "gone";
      return await deps.pausedTasks.save({ ...attempted, answer });
    } catch (error) {
      const mayBeTold = !(error instanceof NotDoneError) || paused.mayBeTold;
      await releasePaused(deps, { ...attempted, mayBeTold }, 0);
      throw error;
    }
  }

  async function open({ requestId, sealedToken }: PausedTask): Promise<string | undefined> {
    return sealedToken === undefined
      ? undefined
      : deps.secretBox.open(sealedToken, tokenContextOf(requestId));
  }
}
