import { type AuditEvent, type EventKind, linkEvent } from "../audit-event.ts";
import type { JsonObject } from "../json.ts";
import type { Actor } from "../person.ts";
import type { ApprovalRequest } from "../request.ts";

/** A changed request and the one event that tells of it; both are saved together or not at all. */
export interface Change<Request extends ApprovalRequest = ApprovalRequest> {
  readonly request: Request;
  readonly event: AuditEvent;
}

interface Announcement {
  readonly kind: EventKind;
  readonly by: Actor;
  readonly at: Date;
  readonly details?: JsonObject;
}

/**
 * Makes the change from what a transition wants the request to be: counts the version, notes a new status in the
 * history and links the event to the chain.
 */
export function change<Request extends ApprovalRequest>(
  from: ApprovalRequest,
  to: Request,
  announcement: Announcement,
): Change<Request> {
  const { kind, by, at, details = {} } = announcement;
  const event = linkEvent(
    { requestId: from.id, tenant: from.tenant, at, actor: by, kind, status: to.status, details },
    from.chainEnd,
  );
  const statusHistory =
    to.status === from.status ? from.statusHistory : [...from.statusHistory, { status: to.status, at, by }];
  const chainEnd = { sequence: event.sequence, hash: event.hash };
  return { request: { ...to, version: from.version + 1, statusHistory, chainEnd }, event };
}
