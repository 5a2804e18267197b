import { nextStepOf } from "../core/asking-times.ts";
import { reviewStateOf } from "../core/break-glass.ts";
import { archivedFrom } from "../core/due-at.ts";
import { type ApprovalRequest, isFinal, isOpen, type OpenRequest, type RequestId } from "../core/request.ts";
import { escalate } from "../core/transitions/escalate.ts";
import { expire } from "../core/transitions/expire.ts";
import { missReview } from "../core/transitions/miss-review.ts";
import { remind } from "../core/transitions/remind.ts";
import { changeRequest, type RequestChanger } from "./change-request.ts";
import type { DispatchRequest } from "./dispatch-request.ts";
import { inParallel } from "./in-parallel.ts";
import type { AuditLog } from "./ports/audit-log.ts";
import type { RequestArchive } from "./ports/request-archive.ts";
import type { RunQueue } from "./ports/run-queue.ts";

interface Dependencies extends RequestChanger {
  readonly auditLog: Pick<AuditLog, "list">;
  readonly runs: RunQueue;
  readonly archive: RequestArchive;
  /** Starts what is scheduled for now, or is approved and not on its way. */
  readonly dispatch: DispatchRequest;
  /** Told of each request that could not be worked off. */
  readonly onFailure: (failed: { readonly requestId: RequestId; readonly error: unknown }) => void;
}

interface Bounds {
  /** How many are read at a time. */
  readonly pageSize?: number;
  /** Asked before each page: whether there is time for another. */
  readonly hasTime?: () => boolean;
}

export type WorkOffDue = (limit: number, bounds?: Bounds) => Promise<number>;

/** How long one that failed makes room for others. */
const restMilliseconds = 10 * 60_000;

/** More at rest are tried again early. */
const mostAtRest = 1000;

/** So many at a time: each is mostly a wait for the answers of others. */
const parallelism = 8;

/** Of one asking, at one time: every step of escalation and what else a long silence leaves to do. */
const mostSteps = 12;

/**
 * Does what is due, page by page, up to `limit` requests: reminds and calls more people, ends open requests whose time is over,
 * sends what is scheduled for now to run, calls the review of an emergency overdue, sends a run on its way again whose message was
 * lost, and archives what ended long ago. Returns how many requests it took; each can be met again, by another worker at the same
 * time too, without harm. One that fails keeps no other waiting, as it rests for a while before it is taken again: what failed is
 * thrown at the end.
 */
export function makeWorkOffDue(deps: Dependencies): WorkOffDue {
  const restsUntil = new Map<RequestId, number>();

  return async (limit, { pageSize = Math.min(limit, 100), hasTime = () => true } = {}) => {
    const now = deps.now();
    for (const [id, until] of restsUntil) if (until <= now.getTime()) restsUntil.delete(id);
    const failures: unknown[] = [];
    let taken = 0;
    let cursor: string | undefined;
    do {
      const page = await deps.requests.listDue(now, { limit: pageSize, cursor });
      const due = page.items.filter((id) => !restsUntil.has(id)).slice(0, limit - taken);
      await inParallel(due, parallelism, (id) => attempt(id, now, failures));
      taken += due.length;
      cursor = page.next;
    } while (cursor !== undefined && taken < limit && hasTime());
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} of ${taken} were not worked off`);
    return taken;
  };

  async function attempt(id: RequestId, now: Date, failures: unknown[]): Promise<void> {
    await workOff(id).catch((error: unknown) => {
      deps.onFailure({ requestId: id, error });
      failures.push(error);
      if (restsUntil.size < mostAtRest) restsUntil.set(id, now.getTime() + restMilliseconds);
    });
  }

  async function workOff(id: RequestId): Promise<void> {
    const request = await deps.requests.find(id);
    if (!request) return;
    if (isOpen(request)) {
      await takeSteps(request);
    } else if (isReviewMissed(request, deps.now())) {
      await changeRequest(deps, id, missReview);
    } else if (isFinal(request)) {
      if (deps.now() >= archivedFrom(request)) await deps.archive.keep(request, await deps.auditLog.list(id));
    } else if (request.action || request.task || request.status !== "executing") {
      await deps.dispatch(id);
    } else {
      await deps.runs.send({ requestId: id, step: request.run.steps }, 0);
    }
  }

  /** One change for each step, so that each has its event; another worker's come between without harm. */
  async function takeSteps(found: OpenRequest): Promise<void> {
    let request = found;
    for (let step = 1; step <= mostSteps && nextStepOf(request).at <= deps.now(); step += 1) {
      const changed = await changeRequest(deps, request.id, (fresh, now) =>
        transitions[isOpen(fresh) ? kindOfStep(fresh, now) : "expire"](fresh, now),
      );
      if (!changed.ok || !isOpen(changed.value)) return;
      request = changed.value;
    }
  }
}

const transitions = { remind, escalate, expire } as const;

function isReviewMissed(request: ApprovalRequest, now: Date): boolean {
  const state = reviewStateOf(request);
  return state !== undefined && !state.isComplete && !state.isOverdue && state.dueAt <= now;
}

/** What is over needs no more people, nor has anybody to be reminded of it. */
function kindOfStep(request: OpenRequest, now: Date): keyof typeof transitions {
  return now >= request.expiresAt ? "expire" : nextStepOf(request).kind;
}
