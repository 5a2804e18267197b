import type { AuditLog } from "../ports/audit-log.ts";
import type { EventNotice } from "../ports/event-publisher.ts";
import type { Meter } from "../ports/meter.ts";
import type { RequestStore } from "../ports/request-store.ts";
import { measurementOfEvent } from "./measurement-of-event.ts";

interface Dependencies {
  readonly requests: Pick<RequestStore, "find">;
  readonly auditLog: Pick<AuditLog, "find">;
  readonly meter: Meter;
}

/**
 * Measures what an event tells. A notice that comes twice counts twice: queues double few messages, and to note each event as
 * measured would cost a write for every one of them, for a figure that nobody decides anything by.
 */
export function makeMeasureEvent({ requests, auditLog, meter }: Dependencies) {
  return async ({ requestId, sequence }: EventNotice): Promise<void> => {
    const [request, event] = await Promise.all([
      requests.find(requestId),
      auditLog.find(requestId, sequence),
    ]);
    // What came so late that either has left its table is of no day that anybody looks at.
    if (request && event) meter.record(measurementOfEvent(request, event));
  };
}
