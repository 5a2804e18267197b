import { type Delegation, standInsAmong } from "./delegation/delegation.ts";
import type { Person, PersonId } from "./person.ts";
import { type ApprovalRequest, isOpen } from "./request.ts";

/** The distinct people who approved, in the order in which they did. */
export function approvedBy(request: Pick<ApprovalRequest, "decisions">): readonly Person[] {
  return request.decisions.filter(({ kind }) => kind === "approve").map(({ by }) => by);
}

/** Who has decided, and for whom somebody has: neither is waited for. */
export function seatsTaken({ decisions }: Pick<ApprovalRequest, "decisions">): ReadonlySet<PersonId> {
  return new Set(decisions.flatMap(({ by, onBehalfOf }) => [by.id, ...(onBehalfOf ? [onBehalfOf.id] : [])]));
}

/** Who may decide in their own right and has not, nor has anybody for them; nobody once it is decided. */
export function waitedFor(request: ApprovalRequest): readonly PersonId[] {
  if (!isOpen(request) || request.partOf) return [];
  const taken = seatsTaken(request);
  return ownApproversOf(request).filter((one) => !taken.has(one) && one !== request.requestedBy.id);
}

/** Everyone who may decide now: in their own right, and those who stand in for one of these. */
export function approversOf(request: ApprovalRequest): readonly PersonId[] {
  return [...new Set([...ownApproversOf(request), ...standInsOf(request).map(({ to }) => to.id)])];
}

/** Who may cancel it, or might before it was too late: the requester and, once it is decided, those who may decide it or have. */
export function cancellersOf(request: ApprovalRequest): readonly PersonId[] {
  const { requestedBy, decisions } = request;
  if (isOpen(request)) return [requestedBy.id];
  return [...new Set([requestedBy.id, ...approversOf(request), ...decisions.map(({ by }) => by.id)])];
}

/** Who stands in for whom of those who may decide. */
export function standInsOf(request: ApprovalRequest): readonly Delegation[] {
  return standInsAmong(request, ownApproversOf(request));
}

/** The approvers, and those whom the escalation's steps so far have called, too. */
export function ownApproversOf(request: ApprovalRequest): readonly PersonId[] {
  const { approvers } = request.requirement;
  return request.status === "escalated"
    ? [...new Set([...approvers, ...calledPeopleOf(request)])]
    : approvers;
}

/** Whom escalation has called so far. Requests from before there were steps have called all at once. */
export function calledPeopleOf({ requirement, escalationsTaken = 1 }: ApprovalRequest): readonly PersonId[] {
  const { escalation, escalationApprovers } = requirement;
  return escalation
    ? escalation.slice(0, escalationsTaken).flatMap(({ approvers }) => approvers)
    : escalationApprovers;
}
