import { chainStart } from "../audit-event.ts";
import { costToJson } from "../cost.ts";
import { digestOf } from "../intent.ts";
import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { termsToJson } from "../terms-to-json.ts";
import { type Change, change } from "./change.ts";
import { tooFewApprovers } from "./too-few-approvers.ts";

/** What a request is made of; the rest of it comes of its making. */
export type NewRequest = Pick<
  ApprovalRequest,
  | "id"
  | "tenant"
  | "intent"
  | "description"
  | "requestedBy"
  | "requestedVia"
  | "requestedThrough"
  | "orderDigest"
  | "justification"
  | "environment"
  | "environmentSource"
  | "risk"
  | "requirement"
  | "slackChannels"
  | "teamsChannels"
  | "teamsPeople"
  | "emailRecipients"
  | "expiresAt"
  | "inverse"
  | "estimatedCost"
  | "reverts"
  | "partDrafts"
  | "action"
  | "task"
  | "correlationId"
  | "webhookUrl"
  | "template"
  | "incident"
>;

/** The longest justification, reason or comment, in characters; a Slack section holds 3,000 with its label. */
export const longestText = 2000;

/**
 * A new request: `pending`, or `approved` at birth when the policy asks for no approval. Refused without a justification, when
 * the policy denies it, or when too few people other than the requester may approve.
 */
export function create(asked: NewRequest, now: Date): Result<Change, Refusal> {
  const { requirement, requestedBy } = asked;
  const justification = asked.justification.trim().toWellFormed();
  if (justification === "") return err({ kind: "justification-required" });
  if (justification.length > longestText)
    return err({ kind: "text-too-long", field: "justification", limit: longestText });
  if (requirement.denial) {
    return err({ kind: "denied", ...requirement.denial, environment: asked.environment });
  }
  const tooFew = tooFewApprovers(asked);
  if (tooFew) return err(tooFew);

  const digest = digestOf(asked.intent);
  const draft = {
    ...asked,
    justification,
    version: 0,
    digest,
    requestedAt: now,
    decisions: [],
    differences: [],
    statusHistory: [{ status: "pending", at: now, by: requestedBy.id }],
    notedRefusals: [],
    chainEnd: chainStart,
    status: "pending",
  } as const;
  const byPolicy = { status: "approved", at: now, by: "system:policy" } as const;
  const born: ApprovalRequest =
    requirement.approvals === 0
      ? { ...draft, status: "approved", statusHistory: [...draft.statusHistory, byPolicy] }
      : draft;
  return ok(
    change(born, born, {
      kind: "created",
      by: requestedBy.id,
      at: now,
      details: {
        intent: asked.intent,
        digest,
        surface: asked.requestedVia,
        ...(asked.requestedThrough && { through: asked.requestedThrough }),
        justification,
        environment: asked.environment,
        environment_source: asked.environmentSource,
        risk_level: asked.risk,
        ...(requirement.raisedBy.length > 0 && { risk_raised_by: requirement.raisedBy }),
        approvals_required: requirement.approvals,
        approvers: requirement.approvers,
        policy_rules: requirement.rules,
        ...termsToJson(requirement),
        policy_version: requirement.policyVersion,
        expires_at: asked.expiresAt.toISOString(),
        ...(asked.estimatedCost && { estimated_cost: costToJson(asked.estimatedCost) }),
        ...(asked.template !== undefined && { template: asked.template }),
        ...(asked.incident !== undefined && { incident: asked.incident }),
        ...(asked.reverts && { reverts: asked.reverts }),
        ...(asked.correlationId !== undefined && { correlation_id: asked.correlationId }),
      },
    }),
  );
}
