import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";

/** Why a request can never be approved: too few people besides its requester may; nothing where there are enough. */
export function tooFewApprovers({
  requirement: { approvals: needed, approvers, groups },
  requestedBy,
}: Pick<ApprovalRequest, "requirement" | "requestedBy">):
  | Extract<Refusal, { kind: "nobody-can-approve" }>
  | undefined {
  const eligible = [...new Set(approvers)].filter((person) => person !== requestedBy.id).length;
  return eligible < needed ? { kind: "nobody-can-approve", needed, eligible, groups } : undefined;
}
