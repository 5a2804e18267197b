import type { Policy } from "../../core/policy/policy.ts";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import { err } from "../../core/result.ts";
import { schedule } from "../../core/transitions/schedule.ts";
import { changeRequest, type RequestChanger } from "../change-request.ts";
import type { Inventory } from "../ports/inventory.ts";
import { maintainedInstanceOf, planStart } from "./plan-start.ts";

interface Dependencies extends RequestChanger {
  readonly inventory: Pick<Inventory, "find">;
  readonly policy: Policy;
  readonly tenant: string;
  /** Told of each request that could not be looked at; the others go on. */
  readonly onFailure: (failed: { readonly requestId: RequestId; readonly error: unknown }) => void;
}

export type RecheckScheduled = () => Promise<void>;

const pageSize = 100;

/**
 * Schedules anew what another policy would start at another time: a freeze that was lifted lets go, a new one is told of
 * before the moment comes. To be done for each policy until it has ended well; what starts is checked again anyway. One that fails
 * keeps no other waiting: what failed is thrown at the end.
 */
export function makeRecheckScheduled(deps: Dependencies): RecheckScheduled {
  return async () => {
    const failures: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await deps.requests.listByStatus(deps.tenant, "scheduled", { limit: pageSize, cursor });
      for (const { id } of page.items) {
        await recheck(id).catch((error: unknown) => {
          deps.onFailure({ requestId: id, error });
          failures.push(error);
        });
      }
      cursor = page.next;
    } while (cursor !== undefined);
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} were not looked at again`);
  };

  async function recheck(id: RequestId): Promise<void> {
    const found = await deps.requests.find(id);
    if (!found || !isAhead(found, deps.now())) return;
    const maintained = maintainedInstanceOf(found);
    const known = maintained && (await deps.inventory.find(maintained));
    if (maintained && !known) return;
    await changeRequest(deps, id, (request, now) => {
      if (request.digest !== found.digest || !isAhead(request, now))
        return err({ kind: "changed-since-seen" });
      const planned = planStart(deps.policy, request, known?.maintenanceWindow, now);
      if (planned) return schedule(request, planned, now);
      const soon = soonAfter(now);
      // Let go already, by one who died over another.
      return request.startAt <= soon.startAt
        ? err({ kind: "not-due", at: request.startAt })
        : schedule(request, soon, now);
    });
  }
}

function isAhead(
  request: ApprovalRequest,
  now: Date,
): request is Extract<ApprovalRequest, { status: "scheduled" }> {
  return request.status === "scheduled" && request.startAt > now;
}

/** A schedule is for a moment to come; what is due is sent on its way within a minute. */
function soonAfter(now: Date) {
  return { startAt: new Date(now.getTime() + 1000), why: "as nothing holds it any more" };
}
