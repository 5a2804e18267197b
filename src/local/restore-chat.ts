import type { DeliveryStore } from "../app/ports/delivery-store.ts";
import type { EventPublisher } from "../app/ports/event-publisher.ts";
import type { RequestStore } from "../app/ports/request-store.ts";
import type { RequestId, Status } from "../core/request.ts";

interface Dependencies {
  readonly requests: RequestStore;
  readonly deliveries: DeliveryStore;
  readonly publisher: EventPublisher;
  readonly tenant: string;
}

const unfinished = ["pending", "escalated", "approved", "scheduled", "executing"] as const satisfies Status[];

/**
 * local-slack keeps its messages in memory, so after a restart its page is empty. Has the cards of all unfinished requests
 * posted anew; their notices and earlier thread lines are not repeated. Returns how many there are. Only for when no
 * notifier runs, as one could find the old card gone at the same moment.
 */
export async function restoreChat(deps: Dependencies): Promise<number> {
  const ids = (await Promise.all(unfinished.map((status) => idsWith(status)))).flat();
  for (const id of ids) {
    for (const delivery of await deps.deliveries.list(id)) {
      if (delivery.place.endsWith("#card")) {
        await deps.deliveries.save({ ...delivery, reference: undefined, claimedAt: undefined, version: 0 });
      }
    }
  }
  const untold = await deps.publisher.publish(
    ids.map((requestId) => ({ requestId, sequence: 1, kind: "created" })),
  );
  if (untold.length > 0) throw new Error(`The topic did not take ${untold.length} of ${ids.length} events`);
  return ids.length;

  async function idsWith(status: Status): Promise<readonly RequestId[]> {
    const found: RequestId[] = [];
    let cursor: string | undefined;
    do {
      const page = await deps.requests.listByStatus(deps.tenant, status, { limit: 100, cursor });
      found.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== undefined);
    return found;
  }
}
