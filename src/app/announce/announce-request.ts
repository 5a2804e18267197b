import type { Surface } from "../../core/person.ts";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { RequestStore } from "../ports/request-store.ts";
import { makeBringUpToDate, type Posting } from "./bring-up-to-date.ts";
import { type CardPlaces, planDeliveries } from "./plan-deliveries.ts";

interface Dependencies extends Posting<RequestId> {
  readonly surface: Surface;
  readonly placesOf: (request: ApprovalRequest) => CardPlaces;
  readonly requests: RequestStore;
  readonly auditLog: AuditLog;
}

export type AnnounceRequest = (id: RequestId) => Promise<void>;

/** Brings a chat up to what is true of a request, whatever event gave the cause. */
export function makeAnnounceRequest(deps: Dependencies): AnnounceRequest {
  const bringUpToDate = makeBringUpToDate(deps);

  return (id) =>
    bringUpToDate(id, async (readDeliveries) => {
      const [events, deliveries] = await Promise.all([deps.auditLog.list(id), readDeliveries()]);
      // Read after its events, the request knows everything that they tell of.
      const request = await deps.requests.find(id);
      if (!request) return undefined;
      const { requestedAt: since, version } = request;
      const announced = { request, events, deliveries };
      const steps = planDeliveries(announced, deps.surface, deps.placesOf(request), deps.now());
      return { steps, since, version };
    });
}
