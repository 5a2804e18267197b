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
 * local-slack keeps its messages in memory, so after a restart its page is empty. Posts the cards of all unfinished
 * requests anew; their notices and earlier thread lines are not repeated. Returns how many there were.
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
  await deps.publisher.publish(ids.map((requestId) => ({ requestId, sequence: 1, kind: "created" })));
  return ids.length;

  async function idsWith(status: Status): Promise<readonly RequestId[]> {
    const { items } = await deps.requests.listByStatus(deps.tenant, status, { limit: 100 });
    return items.map(({ id }) => id);
  }
}
