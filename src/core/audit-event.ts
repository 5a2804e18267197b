import { type AuditEntry, hashOfEntry } from "./audit/audit-entry.ts";
import { findLinkFault, type LinkFault } from "./audit/check-link.ts";
import type { JsonObject } from "./json.ts";
import type { Actor } from "./person.ts";
import type { ChainEnd, RequestId, Status } from "./request.ts";

export const eventKinds = [
  "created",
  "approved",
  "rejected",
  "cancelled",
  "expired",
  "escalated",
  "reminded",
  "scheduled",
  "drifted",
  "queued",
  "sent",
  "poller-looked",
  "claimed",
  "resumed",
  "progressed",
  "parts-started",
  "part-ended",
  "completed",
  "failed",
  "reported-late",
  "workflow-told",
  "refused",
  "preflight-asked",
  "preflight-read",
  "delivery-failed",
  "delegated",
  "delegation-ended",
  "reviewed",
  "review-overdue",
] as const;

export type EventKind = (typeof eventKinds)[number];

/** One entry of the audit log. It names the entry before it by hash, so none can be changed or left out unseen. */
export interface AuditEvent {
  readonly requestId: RequestId;
  readonly tenant: string;
  /** 1 for `created`, then without a gap. */
  readonly sequence: number;
  readonly at: Date;
  readonly actor: Actor;
  readonly kind: EventKind;
  /** The request's status after the event. */
  readonly status: Status;
  readonly details: JsonObject;
  readonly previousHash: string;
  readonly hash: string;
}

/** What a request's first event names as the hash before it. */
export const chainStart: ChainEnd = { sequence: 0, hash: "0".repeat(64) };

/** The event as the next link of a chain: its number and both hashes come of where the chain ends. */
export function linkEvent(
  event: Omit<AuditEvent, "sequence" | "previousHash" | "hash">,
  after: ChainEnd,
): AuditEvent {
  const linked = { ...event, sequence: after.sequence + 1, previousHash: after.hash };
  return { ...linked, hash: hashOfEntry(toAuditEntry({ ...linked, hash: "" })) };
}

/** The event under the names that its hash is made over, as exports and the API show it. */
export function toAuditEntry(event: AuditEvent): AuditEntry & Pick<AuditEvent, "kind" | "status"> {
  return {
    request_id: event.requestId,
    tenant: event.tenant,
    sequence: event.sequence,
    at: event.at.toISOString(),
    actor: event.actor,
    kind: event.kind,
    status: event.status,
    details: event.details,
    previous_hash: event.previousHash,
    hash: event.hash,
  };
}

export interface BrokenLink {
  readonly sequence: number;
  readonly reason: LinkFault["reason"] | "foreign-request";
}

/** The first link of one request's events, in their order, that does not hold; nothing when the chain is whole. */
export function findBrokenLink(events: readonly AuditEvent[]): BrokenLink | undefined {
  let end = chainStart;
  for (const event of events) {
    const { requestId, sequence, hash } = event;
    const fault = findLinkFault(end, toAuditEntry(event));
    const isForeign = fault?.reason !== "gap" && requestId !== events[0]?.requestId;
    const reason = isForeign ? "foreign-request" : fault?.reason;
    if (reason) return { sequence, reason };
    end = { sequence, hash };
  }
  return undefined;
}
