import type { AuditEvent } from "../../core/audit-event.ts";
import type { Actor } from "../../core/person.ts";
import type { RequestId } from "../../core/request.ts";
import type { Page, PageQuery } from "./request-store.ts";

/** What of a tenant's history is asked for: both moments belong to it. */
export interface HistoryFilter {
  /** Everybody's where it is left out. */
  readonly actor?: Actor | undefined;
  readonly from: Date;
  readonly to: Date;
}

/** Events are written by the request store, with the change that they tell of; here they are read. */
export interface AuditLog {
  find(requestId: RequestId, sequence: number): Promise<AuditEvent | undefined>;
  /** All events of one request, in their order. */
  list(requestId: RequestId): Promise<readonly AuditEvent[]>;
  /** What has happened in a tenant, the newest first. A page may be shorter than asked and still have a `next`. */
  history(tenant: string, filter: HistoryFilter, query: PageQuery): Promise<Page<AuditEvent>>;
}
