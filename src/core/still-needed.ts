import { type Missing, missingGroups } from "./one-from-each.ts";
import type { GroupMembers } from "./policy-terms.ts";
import type { ApprovalRequest } from "./request.ts";
import { calledPeopleOf } from "./who-decides.ts";

/** What an asking lacks to be approved. */
export interface StillNeeded {
  readonly approvals: number;
  readonly groups: readonly Missing[];
}

/** Nothing of either where what is needed is there. */
export function stillNeeded(request: ApprovalRequest): StillNeeded {
  const approvals = request.decisions.filter(({ kind }) => kind === "approve");
  // Who decides for somebody stands for that one's group.
  const seats = approvals.map(({ by, onBehalfOf }) => (onBehalfOf ?? by).id);
  return {
    approvals: Math.max(0, request.requirement.approvals - seats.length),
    groups: missingGroups(eachGroupNow(request), seats),
  };
}

/** Whether nothing is lacking. */
export function isWhole(needed: StillNeeded): boolean {
  return needed.approvals === 0 && needed.groups.length === 0;
}

/** "1 more approval, one of sre-oncall"; empty where only the number is missing, as it is shown anyway. */
export function missingText({ groups }: StillNeeded): string {
  return groups
    .map(({ people, groups: names }) => `${numberWord(people)} of ${names.join(" or ")}`)
    .join(", ");
}

/** Whoever has joined by escalation can stand for any of the groups: that is what they were called for. */
function eachGroupNow(request: ApprovalRequest): readonly GroupMembers[] {
  const joined = request.status === "escalated" ? calledPeopleOf(request) : [];
  return (request.requirement.oneFromEach ?? []).map(({ group, members }) => ({
    group,
    members: [...members, ...joined],
  }));
}

function numberWord(people: number): string {
  return people === 1 ? "one" : people === 2 ? "two" : String(people);
}
