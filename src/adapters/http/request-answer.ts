import { z } from "@hono/zod-openapi";
import { breakGlassToJson } from "../../core/break-glass-json.ts";
import { costToJson } from "../../core/cost.ts";
import { type Intent, subjectOf } from "../../core/intent.ts";
import { surfaces } from "../../core/person.ts";
import { type ApprovalRequest, statuses } from "../../core/request.ts";
import { risks } from "../../core/risk.ts";
import { approvedBy, approversOf } from "../../core/who-decides.ts";
import { decisionAnswerSchema, toDecisionAnswer } from "./decision-answer.ts";

const moment = () => z.iso.datetime();

export const costAnswerSchema = z
  .object({
    kind: z.enum(["none", "change", "unknown"]),
    /** Less than 0 where it gets cheaper. */
    monthly_change: z.number().optional(),
    at_most: z.boolean().optional(),
    currency: z.literal("USD").optional(),
    prices_as_of: z.string().optional(),
    prices: z.string().optional(),
    why: z.string().optional(),
  })
  .openapi("CostChange");

const breakGlassSchema = z
  .object({
    incident: z.string(),
    approvals_skipped: z.int(),
    reviews_required: z.int(),
    reviews: z.array(
      z.object({
        verdict: z.enum(["confirm", "object"]),
        by: z.string(),
        surface: z.enum(surfaces),
        through: z.string().optional(),
        at: moment(),
        comment: z.string(),
      }),
    ),
    /** Everyone who may review it. */
    reviewers: z.array(z.string()),
    /** When the review has to be complete; once it has ended. */
    review_due_at: moment().optional(),
    /** Since when somebody has been told that it is not. */
    review_overdue_since: moment().optional(),
  })
  .openapi("BreakGlass");

/** A request as programs read it; the names are those of the tables. */
export const requestAnswerSchema = z
  .object({
    request_id: z.string(),
    tenant: z.string(),
    /** The order's name in the requester's own system. */
    correlation_id: z.string().optional(),
    status: z.enum(statuses),
    intent: z.enum(["rds", "bulk", "message", "task"]),
    /** The RDS operation, or the action on the premises. */
    operation_type: z.string().optional(),
    instance_id: z.string().optional(),
    /** What it is about, in one name. */
    subject: z.string(),
    parameters: z.record(z.string(), z.unknown()),
    title: z.string(),
    effect: z.string(),
    requested_by: z.string(),
    requested_via: z.enum(surfaces),
    requested_through: z.string().optional(),
    requested_at: moment(),
    justification: z.string(),
    environment: z.string(),
    environment_source: z.string(),
    risk_level: z.enum(risks),
    risk_raised_by: z.array(z.string()),
    estimated_cost: costAnswerSchema.optional(),
    approvals_required: z.int(),
    approvals_received: z.int(),
    approved_by: z.array(z.string()),
    /** Everyone who may decide now. */
    approvers: z.array(z.string()),
    groups: z.array(z.string()),
    policy_rules: z.array(z.string()),
    policy_version: z.string(),
    /** What an approval counts for; send it along with yours, and it counts for nothing else. */
    digest: z.string(),
    expires_at: moment(),
    start_at: moment().optional(),
    decisions: z.array(decisionAnswerSchema),
    /** The owner who approved it before the others had. */
    overridden_by: z.string().optional(),
    /** The rule or the template that let it pass without anybody. */
    auto_approved_by: z.string().optional(),
    /** The policy's template that it was asked for by. */
    template: z.string().optional(),
    /** Of an emergency: it ran without the approvals, and others look at it afterwards. */
    break_glass: breakGlassSchema.optional(),
    status_history: z.array(z.object({ status: z.enum(statuses), at: moment(), by: z.string() })),
    result: z
      .object({
        status: z.enum(["available", "failed", "timeout"]),
        duration_seconds: z.number(),
        guidance: z.string(),
      })
      .optional(),
    /** The end of its audit chain. */
    chain: z.object({ sequence: z.int(), hash: z.string() }),
  })
  .openapi("Request");

export function toRequestAnswer(request: ApprovalRequest): z.input<typeof requestAnswerSchema> {
  const { id, intent, description, requirement, requestedBy, chainEnd } = request;
  const approved = approvedBy(request).map((person) => person.id);
  const breakGlass = breakGlassToJson(request);
  return {
    request_id: id,
    tenant: request.tenant,
    ...(request.correlationId !== undefined && { correlation_id: request.correlationId }),
    status: request.status,
    ...aboutIntent(intent),
    title: description.title,
    effect: description.effect,
    requested_by: requestedBy.id,
    requested_via: request.requestedVia,
    ...(request.requestedThrough !== undefined && { requested_through: request.requestedThrough }),
    requested_at: request.requestedAt.toISOString(),
    justification: request.justification,
    environment: request.environment,
    environment_source: request.environmentSource,
    risk_level: request.risk,
    risk_raised_by: [...requirement.raisedBy],
    ...(request.estimatedCost && { estimated_cost: costToJson(request.estimatedCost) }),
    approvals_required: requirement.approvals,
    approvals_received: approved.length,
    approved_by: approved,
    approvers: [...approversOf(request)],
    groups: [...requirement.groups],
    policy_rules: [...requirement.rules],
    policy_version: requirement.policyVersion,
    digest: request.digest,
    expires_at: request.expiresAt.toISOString(),
    ...("startAt" in request && request.startAt && { start_at: request.startAt.toISOString() }),
    decisions: request.decisions.map(toDecisionAnswer),
    ...(request.overriddenBy && { overridden_by: request.overriddenBy.id }),
    ...(requirement.autoApprovedBy !== undefined && { auto_approved_by: requirement.autoApprovedBy }),
    ...(request.template !== undefined && { template: request.template }),
    ...(breakGlass && { break_glass: breakGlass }),
    status_history: request.statusHistory.map(({ status, at, by }) => ({
      status,
      at: at.toISOString(),
      by,
    })),
    ...("outcome" in request && { result: resultOf(request.outcome) }),
    chain: { sequence: chainEnd.sequence, hash: chainEnd.hash },
  };
}

function aboutIntent(intent: Intent) {
  const about = { intent: intent.kind, subject: subjectOf(intent) };
  switch (intent.kind) {
    case "rds":
      return {
        ...about,
        operation_type: intent.operation,
        instance_id: intent.instance.id,
        parameters: intent.parameters,
      };
    case "bulk":
      return {
        ...about,
        operation_type: intent.operation,
        parameters: { instances: intent.parts.map(({ instance }) => instance.id) },
      };
    case "message":
      return { ...about, operation_type: intent.action, parameters: intent.parameters };
    case "task":
      return { ...about, parameters: intent.details };
  }
}

function resultOf({
  result,
  durationSeconds,
  guidance,
}: Extract<ApprovalRequest, { outcome: unknown }>["outcome"]) {
  return { status: result, duration_seconds: durationSeconds, guidance };
}

/** Where a request is to be had. */
export function requestAddress(id: string): string {
  return `/api/v1/policy/requests/${id}`;
}
