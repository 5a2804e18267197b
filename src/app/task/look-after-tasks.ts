import { isOpen, type RequestId } from "../../core/request.ts";
import { closeTask } from "../../core/transitions/run-task.ts";
import { changeRequest } from "../change-request.ts";
import { inParallel } from "../in-parallel.ts";
import { claimPaused, endPaused, releasePaused } from "./claim-paused.ts";
import type { SettleTask, TaskDependencies } from "./settle-task.ts";
import { tokenContextOf } from "./token-context.ts";

interface Dependencies extends TaskDependencies {
  readonly settleTask: SettleTask;
  /** Told of each task that could not be looked after. */
  readonly onFailure: (failed: { readonly requestId: RequestId; readonly error: unknown }) => void;
}

interface Bounds {
  /** How many are read at a time. */
  readonly pageSize?: number;
  /** Asked before each page: whether there is time for another. */
  readonly hasTime?: () => boolean;
}

export type LookAfterTasks = (limit: number, bounds?: Bounds) => Promise<number>;

const leaseSeconds = 60;

/** So many at a time, so that a page is soon done even where Step Functions is slow. */
const atOnce = 10;

/**
 * The paused tasks that are due, page by page, up to `limit`: tells the workflows of open requests that these are still looked after,
 * closes the requests whose workflow does not wait any more, and tells what is decided where that was not possible before. One that
 * fails keeps no other waiting. Returns how many it took.
 */
export function makeLookAfterTasks(deps: Dependencies): LookAfterTasks {
  return async (limit, { pageSize = Math.min(limit, 100), hasTime = () => true } = {}) => {
    const now = deps.now();
    const taken = new Set<RequestId>();
    let page: readonly RequestId[];
    do {
      // The list is a moment behind, and those that failed are in it still.
      const listed = await deps.pausedTasks.listDue(now, taken.size + pageSize);
      page = listed.filter((id) => !taken.has(id)).slice(0, limit - taken.size);
      for (const id of page) taken.add(id);
      await inParallel(page, atOnce, attempt);
    } while (page.length > 0 && taken.size < limit && hasTime());
    return taken.size;
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
