import { isOpen, type RequestId } from "../../core/request.ts";
import { closeTask } from "../../core/transitions/run-task.ts";
import { changeRequest } from "../change-request.ts";
import { claimPaused, endPaused, releasePaused } from "./claim-paused.ts";
import type { SettleTask, TaskDependencies } from "./settle-task.ts";
import { tokenContextOf } from "./token-context.ts";

interface Dependencies extends TaskDependencies {
  readonly settleTask: SettleTask;
  /** Told of each task that could not be looked after. */
  readonly onFailure: (failed: { readonly requestId: RequestId; readonly error: unknown }) => void;
}

export type LookAfterTasks = (limit: number) => Promise<number>;

const leaseSeconds = 60;

/** So many at a time, so that a page is done within a minute even where Step Functions is slow. */
const atOnce = 10;

/**
 * One page of the paused tasks that are due: tells the workflows of open requests that these are still looked after, closes the
 * requests whose workflow does not wait any more, and tells what is decided where that was not possible before. One that fails
 * keeps no other waiting. Returns how many it took.
 */
export function makeLookAfterTasks(deps: Dependencies): LookAfterTasks {
  return async (limit) => {
    const due = await deps.pausedTasks.listDue(deps.now(), limit);
    for (let first = 0; first < due.length; first += atOnce) {
      await Promise.all(due.slice(first, first + atOnce).map(attempt));
    }
    return due.length;
  };

  async function attempt(requestId: RequestId): Promise<void> {
    try {
      await lookAfter(requestId);
    } catch (error) {
      deps.onFailure({ requestId, error });
    }
  }

  async function lookAfter(id: RequestId): Promise<void> {
    const request = await deps.requests.find(id);
    if (request && !isOpen(request) && !request.task?.answer) return deps.settleTask(request);
    const paused = await claimPaused(deps, id, leaseSeconds);
    if (!paused) return;
    if (!request || !isOpen(request)) return endPaused(deps, paused);
    const token = paused.sealedToken && (await deps.secretBox.open(paused.sealedToken, tokenContextOf(id)));
    const answer = token === undefined ? "gone" : await deps.workflow.beat(token);
    if (answer === "taken") return releasePaused(deps, paused, paused.beatSeconds);
    const closed = await changeRequest(deps, id, closeTask);
    // Decided in this very moment: then whoever decided is told that nobody waits.
    await (closed.ok ? endPaused(deps, paused) : releasePaused(deps, paused, 0));
  }
}
