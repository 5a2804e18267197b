import assert from "node:assert/strict";
import type { AuditEvent } from "../../../src/core/audit-event.ts";
import { mailOf } from "../world/model-policy.ts";
import type { Account, WholeRecord } from "./account.ts";
import { afterSending, assertPoller, endOfStart } from "./action.ts";
import { born } from "./birth.ts";
import { afterPart } from "./bulk.ts";
import { afterReview } from "./emergency.ts";
import { afterReading, askedAnew } from "./preflight.ts";
import { standsInFor } from "./stand-ins.ts";

const called = [mailOf("olga")];

const hour = 3_600_000;

/** The account after one more event. Throws where the event is nothing that may happen to the request as it was. */
export function audited(account: Account | undefined, event: AuditEvent, record: WholeRecord): Account {
  const next = account ? later(account, event, record) : born(event, record);
  assert.equal(event.status, next.status, `${event.kind} leaves it ${next.status}, and not ${event.status}`);
  return next;
}

function later(account: Account, event: AuditEvent, { standIns }: WholeRecord): Account {
  const { status, approvals, seats, needed, digest, expiresAt, requester, deciders } = account;
  const { kind, actor, details } = event;
  const at = event.at.getTime();
  const isOpen = status === "pending" || status === "escalated";
  const isReady = status === "approved" || status === "scheduled";
  const may = (isAllowed: boolean, why: string) => assert(isAllowed, `${kind} by ${actor}: ${why}`);

  switch (kind) {
    case "approved":
    case "rejected": {
      may(isOpen && account.partOf === undefined, `it is ${status}`);
      may(at < expiresAt, "it had expired");
      may(actor !== requester, "nobody decides on their own request");
      const seat = String(details.on_behalf_of ?? actor);
      may(
        deciders.includes(seat) || (account.isEscalated && called.includes(seat)),
        `${seat} is no approver`,
      );
      may(seat !== requester, "nobody decides for a requester");
      may(seat === actor || standsInFor(standIns, actor, seat, at), `does not stand in for ${seat}`);
      may(!seats.includes(actor) && !seats.includes(seat), "each person counts once");
      may(details.digest === digest, "on another digest than it has");
      if (kind === "rejected") return { ...account, status: "rejected", isRejectedBy: actor };
      const now = [...approvals, actor];
      return {
        ...account,
        approvals: now,
        seats: [...seats, ...new Set([actor, seat])],
        approvedAt: at,
        status: now.length >= needed ? "approved" : status,
      };
    }
    case "cancelled":
      may(isOpen || isReady, `it is ${status}`);
      may(
        mayCancel(account, event),
        "is neither its requester nor, once it is approved, one of its approvers",
      );
      return { ...account, status: "cancelled", task: account.task && { isAnswered: isGone(event) } };
    case "expired":
      if (account.action && status === "approved") {
        may(at >= endOfStart(account.action, account.approvedAt), "a poller may still take it");
        return { ...account, status: "expired" };
      }
      may(isOpen && at >= expiresAt, `it is ${status}, and ends at ${new Date(expiresAt).toISOString()}`);
      return { ...account, status: "expired" };
    case "escalated":
      may(isOpen && at < expiresAt, `it is ${status}`);
      may(!account.isEscalated && at >= account.openSince + 2 * hour, "not yet, or twice");
      return { ...account, status: "escalated", isEscalated: true };
    case "scheduled":
      may(isReady, `it is ${status}`);
      return { ...account, status: "scheduled" };
    case "drifted": {
      may(isReady && account.partOf === undefined, `it is ${status}`);
      const need = Number(details.approvals_required);
      may(need >= needed, "a drift asks for no fewer people");
      return {
        ...account,
        digest: String(details.new_digest),
        status: need === 0 ? "approved" : "pending",
        needed: need,
        approvals: [],
        seats: [],
        isEscalated: false,
        openSince: at,
        approvedAt: at,
        readings: askedAnew(event, account.readings),
        expiresAt: Date.parse(String(details.expires_at)),
      };
    }
    case "queued":
      may(isReady, `it is ${status}`);
      return account;
    case "claimed":
      may(isReady, `it is ${status}`);
      may(account.claims.length === 0, "was claimed before");
      may(approvals.length >= needed, `${approvals.length} of ${needed} have approved what it is now`);
      if (account.action) assertPoller(event);
      return { ...account, status: "executing", claims: [digest] };
    case "sent":
    case "poller-looked":
    case "reported-late":
      return { ...account, action: afterSending(account.action, status, event) };
    case "workflow-told":
      may(["rejected", "expired", "cancelled"].includes(status), `it is ${status}`);
      may(account.task?.isAnswered === false, "no workflow waits, or it was told before");
      return { ...account, task: { isAnswered: true } };
    case "preflight-asked":
    case "preflight-read":
      may(isOpen || isReady, `it is ${status}`);
      return { ...account, readings: afterReading(account.readings, event) };
    case "resumed":
    case "progressed":
      may(status === "executing", `it is ${status}`);
      return account;
    case "parts-started":
    case "part-ended":
      may(status === "executing", `it is ${status}`);
      return { ...account, bulk: afterPart(account.bulk, event) };
    case "completed":
    case "failed":
      may(status === "executing", `it is ${status}`);
      may(
        account.bulk === undefined || account.bulk.ended.length === account.bulk.parts.length,
        "some of its parts have not ended",
      );
      return {
        ...account,
        status: kind === "completed" ? "executed" : "failed",
        emergency: account.emergency && { ...account.emergency, endedAt: at },
        task: account.task && { isAnswered: true },
      };
    case "reviewed":
    case "review-overdue":
      return { ...account, emergency: afterReview(account.emergency, event, requester) };
    case "delegated":
    case "delegation-ended":
      may(isOpen, `it is ${status}`);
      may(
        standIns.all.some(({ id }) => id === details.delegation),
        "nobody has said so",
      );
      return account;
    case "refused":
    case "delivery-failed":
      return account;
    default:
      return assert.fail(`the model knows of no event ${kind}`);
  }
}

/**
 * Whoever asked, and of what is approved and has not started its approvers; parts are withdrawn by their bulk alone, and what nobody
 * waits for any more by the schedule.
 */
function mayCancel(
  { requester, partOf, status, approvals, deciders, task }: Account,
  event: AuditEvent,
): boolean {
  const { actor } = event;
  if (partOf !== undefined) return actor === "system:run";
  const isReady = status === "approved" || status === "scheduled";
  if (actor === "system:run") return task !== undefined && !isReady && isGone(event);
  return actor === requester || (isReady && [...deciders, ...approvals].includes(actor));
}

function isGone({ details }: AuditEvent): boolean {
  return details.workflow === "gone";
}
