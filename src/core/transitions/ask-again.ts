import { heldBack } from "../asking-times.ts";
import { type CostChange, costToJson } from "../cost.ts";
import type { Fact } from "../fact.ts";
import { digestOf, type Intent } from "../intent.ts";
import { approvalsFor, raiseRisk } from "../policy/raise-risk.ts";
import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest, Description, Inverse } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { type Change, change } from "./change.ts";
import { startRefusal } from "./run.ts";
import { tooFewApprovers } from "./too-few-approvers.ts";

/** The same wish on the target as it is now. */
export interface AskedAgain {
  readonly intent: Intent;
  readonly description: Description;
  readonly inverse: Inverse | undefined;
  readonly estimatedCost?: CostChange | undefined;
  /** What has changed since it was approved, for people to read. */
  readonly differences: readonly Fact[];
  /** What makes it riskier, as it is now; counts unless it was counted when the request was made. */
  readonly raisedBy: readonly string[];
}

/**
 * Sends a request that is about to start back to its approvers, because what they approved is not what would run: with a new
 * digest, no decisions and its whole time anew. What needs no approval stays approved, on the new digest, unless it was let pass
 * without those that it would have needed. Refused where the request could not start either, where nothing has changed, and where too
 * few people are left to approve what it is now.
 */
export function askAgain(request: ApprovalRequest, asked: AskedAgain, now: Date): Result<Change, Refusal> {
  const refusal = startRefusal(request, now);
  if (refusal) return err(refusal);
  // Its approval is the whole bulk request's.
  if (request.partOf) return err({ kind: "part-of-bulk", bulk: request.partOf });
  const digest = digestOf(asked.intent);
  if (digest === request.digest) return err({ kind: "changed-since-seen" });

  const { intent, description, inverse, estimatedCost, differences } = asked;
  const { risk, requirement } = weighedAgain(request, asked.raisedBy);
  const tooFew = tooFewApprovers({ requirement, requestedBy: request.requestedBy });
  if (tooFew) return err(tooFew);
  const isOpen = requirement.approvals > 0;
  const expiresAt = isOpen ? anewFrom(now, request) : request.expiresAt;
  const what = { intent, digest, description, inverse, estimatedCost };
  const onIt = { ...what, differences, risk, requirement, expiresAt };
  return ok(
    change(
      request,
      {
        ...request,
        ...onIt,
        unlimitedExpiresAt: undefined,
        decisions: [],
        escalationsTaken: undefined,
        remindersOver: undefined,
        overriddenBy: undefined,
        waitsFor: undefined,
        preflight: undefined,
        status: isOpen ? "pending" : "approved",
      },
      {
        kind: "drifted",
        by: "system:run",
        at: now,
        details: {
          old_digest: request.digest,
          new_digest: digest,
          differences: differences.map(({ label, value }) => ({ label, value })),
          intent,
          risk_level: risk,
          ...(requirement.raisedBy.length > 0 && { risk_raised_by: requirement.raisedBy }),
          approvals_required: requirement.approvals,
          expires_at: expiresAt.toISOString(),
          ...(estimatedCost && { estimated_cost: costToJson(estimatedCost) }),
        },
      },
    ),
  );
}

/** Never lowered, as people were told so much; raised once, by what was not there when it was asked for. */
export function weighedAgain(
  { risk, requirement }: Pick<ApprovalRequest, "risk" | "requirement">,
  reasons: readonly string[],
) {
  const isNew = requirement.raisedBy.length === 0 && reasons.length > 0;
  const raised = raiseRisk(risk, isNew ? reasons : []);
  // Who reviews it sees what it was; nobody is waited for.
  if (requirement.breakGlass)
    return { risk: raised.risk, requirement: { ...requirement, raisedBy: raised.raisedBy } };
  // What a rule or a template let pass was what was there then: nobody has asked it about this.
  const { autoApprovedBy, approvalsPassedOver = 0, ...asked } = requirement;
  if (autoApprovedBy !== undefined) {
    const approvals = Math.max(approvalsPassedOver, approvalsFor[raised.risk]);
    return { risk: raised.risk, requirement: { ...asked, approvals, raisedBy: raised.raisedBy } };
  }
  if (raised.raisedBy.length === 0) return { risk, requirement };
  const approvals = Math.max(requirement.approvals, approvalsFor[raised.risk]);
  return { risk: raised.risk, requirement: { ...requirement, approvals, raisedBy: raised.raisedBy } };
}

/** As long from now as it had when the asking last began. */
function anewFrom(now: Date, request: ApprovalRequest): Date {
  const { statusHistory, requestedAt, requirement } = request;
  const expiresAt = request.unlimitedExpiresAt ?? request.expiresAt;
  const began = statusHistory.findLast(({ status }) => status === "pending")?.at ?? requestedAt;
  const end = new Date(now.getTime() + expiresAt.getTime() - began.getTime());
  return heldBack(requirement.quietHours, "expiry", end);
}
