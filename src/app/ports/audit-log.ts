import type { AuditEvent } from "../../core/audit-event.ts";
import type { RequestId } from "../../core/request.ts";

/** Events are written by the request store, with the change that they tell of; here they are read. */
export interface AuditLog {
  /** All events of one request, in their order. */
  list(requestId: RequestId): Promise<readonly AuditEvent[]>;
}
