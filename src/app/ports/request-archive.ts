import type { AuditEvent } from "../../core/audit-event.ts";
import type { ApprovalRequest } from "../../core/request.ts";

/** Where requests go that ended long ago. The request store finds them there all the same. */
export interface RequestArchive {
  /** Moves a request out of the store; `conflict` when it has changed since it was read. Doing it again is harmless. */
  keep(request: ApprovalRequest, events: readonly AuditEvent[]): Promise<"kept" | "conflict">;
}
