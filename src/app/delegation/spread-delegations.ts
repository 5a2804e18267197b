import type { Delegation } from "../../core/delegation/delegation.ts";
import type { DelegationRegister } from "../../core/delegation/register.ts";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import { noteDelegation } from "../../core/transitions/note-delegation.ts";
import { changeRequest, type RequestChanger } from "../change-request.ts";
import type { DelegationStore } from "../ports/delegation-store.ts";

interface Dependencies extends RequestChanger {
  readonly delegations: Pick<DelegationStore, "find">;
  readonly tenant: string;
  /** Told of each request that could not be told of now; the others go on, and it is tried again with the next call. */
  readonly onFailure: (failed: { readonly requestId: RequestId; readonly error: unknown }) => void;
}

/** Looks at so many open requests at most, and tells how many it has told. */
export type SpreadDelegations = (limit: number) => Promise<number>;

const openStatuses = ["pending", "escalated"] as const;
const largestPage = 100;

/** How far a walk over the open requests has come. */
interface Walk {
  readonly register: DelegationRegister;
  readonly startedAt: Date;
  readonly statuses: readonly (typeof openStatuses)[number][];
  readonly cursor: string | undefined;
}

/**
 * Tells the people of open requests who decides for whom, once somebody begins to and once they end: their cards, notices and
 * mails come of these events. Walks over all that are open when the register has changed or a time in it has come, a few with
 * each call. Whoever may decide is asked of the register itself, so nothing but news waits for it; a walk that is begun anew, by a
 * new process, finds what is told already.
 */
export function makeSpreadDelegations(deps: Dependencies): SpreadDelegations {
  const missed = new Set<RequestId>();
  let walk: Walk | undefined;
  let walked: Pick<Walk, "register" | "startedAt"> | undefined;

  return async (limit) => {
    const register = await deps.delegations.find(deps.tenant);
    walk ??= isNews(register, deps.now())
      ? { register, startedAt: deps.now(), statuses: openStatuses, cursor: undefined }
      : undefined;
    let told = 0;
    const again = [...missed].slice(0, limit);
    for (const id of again) told += await tell(id, register.delegations);
    for (let left = limit - again.length; walk && left > 0; ) {
      const [status, ...others]: Walk["statuses"] = walk.statuses;
      if (status === undefined) {
        walked = walk;
        walk = undefined;
        break;
      }
      const query = { limit: Math.min(left, largestPage), cursor: walk.cursor };
      const page = await deps.requests.listByStatus(deps.tenant, status, query);
      for (const { id } of page.items) told += await tell(id, walk.register.delegations);
      left -= Math.max(1, page.items.length);
      walk = { ...walk, statuses: page.next === undefined ? others : walk.statuses, cursor: page.next };
    }
    return told;
  };

  function isNews({ revision, delegations }: DelegationRegister, now: Date): boolean {
    if (!walked) return delegations.length > 0;
    const since = walked.startedAt;
    const hasCome = (moment: Date) => since < moment && moment <= now;
    return (
      walked.register.revision !== revision ||
      delegations.some(({ from, until }) => hasCome(from) || hasCome(until))
    );
  }

  async function tell(id: RequestId, delegations: readonly Delegation[]): Promise<number> {
    let told = 0;
    missed.delete(id);
    try {
      const found = await deps.requests.find(id);
      // Most concern nobody who is asked here: these need no read of their own.
      for (const delegation of delegations.filter((one) => found && isNewsOf(found, one))) {
        const noted = await changeRequest(deps, id, (request, now) =>
          noteDelegation(request, delegation, now),
        );
        told += noted.ok ? 1 : 0;
      }
    } catch (error) {
      missed.add(id);
      deps.onFailure({ requestId: id, error });
    }
    return told;
  }

  function isNewsOf(request: ApprovalRequest, delegation: Delegation): boolean {
    return noteDelegation(request, delegation, deps.now()).ok;
  }
}
