import type { AuditEntry } from "../../core/audit/audit-entry.ts";
import type { Leaf } from "../../core/audit/seal.ts";
import type { ChainEnd } from "../../core/request.ts";
import type { Result } from "../../core/result.ts";

/** What is stored in an event's place and is none. */
export interface UnreadableEntry {
  readonly sequence: number;
  readonly why: string;
}

/** The record just as it is stored, for whoever checks it. Nothing is tidied up on the way. */
export interface AuditTrail {
  /** All that is stored of one request, in its order and as it is now. */
  entriesOf(requestId: string): Promise<readonly Result<AuditEntry, UnreadableEntry>[]>;
  /** Where the request itself says that its chain ends; nothing where there is no such request. */
  findEnd(requestId: string): Promise<ChainEnd | undefined>;
  /** The events of a tenant's day in UTC, some at a time, as the index has them a moment later. */
  leavesOfDay(tenant: string, day: string): AsyncIterable<readonly Leaf[]>;
}
