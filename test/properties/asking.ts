import type { PersonId } from "../../src/core/person.ts";
import type { ApprovalRequest } from "../../src/core/request.ts";

const minute = 60_000;

/** The beginnings with times have these; the core is told of them by `askedFor`. */
export const stepMinutes = [60, 180] as const;
/** How long after an emergency its review is overdue. */
export const reviewMinutes = 60;

export const reminderMinutes = [30, 90, 210] as const;

/** Whether each group can be given a person of its own: every way is tried. */
function coversEach(
  groups: readonly { readonly members: readonly PersonId[] }[],
  people: readonly PersonId[],
): boolean {
  const [first, ...others] = groups;
  if (!first) return true;
  return people.some(
    (person) =>
      first.members.includes(person) &&
      coversEach(
        others,
        people.filter((other) => other !== person),
      ),
  );
}

/** Whether these people are all that the policy asks for. */
export function isEnough(request: ApprovalRequest, people: readonly PersonId[]): boolean {
  const { approvals, oneFromEach = [] } = request.requirement;
  const called = calledNow(request);
  const groups = oneFromEach.map(({ members }) => ({ members: [...members, ...called] }));
  return new Set(people).size >= approvals && coversEach(groups, people);
}

/** Whom escalation has called so far. */
export function calledNow(request: ApprovalRequest): readonly PersonId[] {
  if (request.status !== "escalated") return [];
  const { escalation, escalationApprovers } = request.requirement;
  if (!escalation) return escalationApprovers;
  return escalation
    .filter((_, index) => index < (request.escalationsTaken ?? 0))
    .flatMap((step) => step.approvers);
}

export function minutesOpen({ statusHistory }: ApprovalRequest, now: Date): number {
  const began = statusHistory.findLast(({ status }) => status === "pending")?.at.getTime() ?? Number.NaN;
  return (now.getTime() - began) / minute;
}
