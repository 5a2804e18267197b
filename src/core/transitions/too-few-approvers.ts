import { missingGroups } from "../one-from-each.ts";
import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";

/** Why a request can never be approved: too few people besides its requester may; nothing where there are enough. */
export function tooFewApprovers({
  requirement: { approvals: needed, approvers, groups, oneFromEach = [] },
  requestedBy,
}: Pick<ApprovalRequest, "requirement" | "requestedBy">):
  | Extract<Refusal, { kind: "nobody-can-approve" }>
  | undefined {
  if (needed === 0) return undefined;
  const people = [...new Set(approvers)].filter((person) => person !== requestedBy.id);
  const eligible = people.length;
  if (eligible < needed) return { kind: "nobody-can-approve", needed, eligible, groups };
  if (missingGroups(oneFromEach, people).length === 0) return undefined;
  const each = oneFromEach.map(({ group }) => group);
  return { kind: "nobody-can-approve", needed, eligible, groups, oneFromEach: each };
}
