import { isOpen, type RequestId } from "../core/request.ts";
import { expire } from "../core/transitions/expire.ts";
import { changeRequest, type RequestChanger } from "./change-request.ts";
import type { DispatchRequest } from "./dispatch-request.ts";
import type { RunQueue } from "./ports/run-queue.ts";

interface Dependencies extends RequestChanger {
  readonly runs: RunQueue;
  readonly dispatch: DispatchRequest;
  /** Told of each request that could not be worked off. */
  readonly onFailure: (failed: { readonly requestId: RequestId; readonly error: unknown }) => void;
}

export type WorkOffDue = (limit: number) => Promise<number>;

/** How long one that failed makes room for others. */
const restMilliseconds = 10 * 60_000;

/** More at rest are tried again early: all of them are read with each page. */
const mostAtRest = 1000;

/**
 * Does what is due: ends open requests whose time is over, sends what is scheduled for now to run, and a run on its way again
 * whose message was lost. Returns how many requests it took; each can be met again without harm. One that fails keeps no other
 * waiting, as it rests for a while before it takes a place on a page again: what failed is thrown at the end.
 */
export function makeWorkOffDue(deps: Dependencies): WorkOffDue {
  const restsUntil = new Map<RequestId, number>();

  return async (limit) => {
    const now = deps.now();
    for (const [id, until] of restsUntil) if (until <= now.getTime()) restsUntil.delete(id);
    const listed = await deps.requests.listDue(now, limit + restsUntil.size);
    const due = listed.filter((id) => !restsUntil.has(id)).slice(0, limit);
    const failures: unknown[] = [];
    for (const id of due) {
      await workOff(id).catch((error: unknown) => {
        deps.onFailure({ requestId: id, error });
        failures.push(error);
        if (restsUntil.size < mostAtRest) restsUntil.set(id, now.getTime() + restMilliseconds);
      });
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} of ${due.length} were not worked off`);
    return due.length;
  };

  async function workOff(id: RequestId): Promise<void> {
    const request = await deps.requests.find(id);
    if (!request) return;
    if ((request.action || request.task) && !isOpen(request)) {
      await deps.dispatch(id);
    } else if (request.status === "executing") {
      await deps.runs.send({ requestId: id, step: request.run.steps }, 0);
    } else if (request.status === "approved" || request.status === "scheduled") {
      await deps.dispatch(id);
    } else {
      await changeRequest(deps, id, expire);
    }
  }
}
