import { createHash } from "node:crypto";
import type { ActionState } from "../../core/action/action-state.ts";
import { actualCostToJson, costToJson } from "../../core/cost.ts";
import { dueAt, lastChangeOf } from "../../core/due-at.ts";
import { type Intent, subjectOf } from "../../core/intent.ts";
import type { ApprovalRequest, RequestId, Status } from "../../core/request.ts";
import type { Outcome, Run } from "../../core/run.ts";
import { limitsToJson } from "../../core/timing/approval-limits.ts";
import { approvedBy, waitedFor } from "../../core/who-decides.ts";
import { inTenant } from "./in-tenant.ts";
import { toPolicyTermsRecord } from "./policy-terms-record.ts";
import { toPreflightRecord } from "./preflight-record.ts";
import type { RequestRecord } from "./request-record.ts";

/** The request as an item: what `fromRequestRecord` reads, and what the indexes and other readers of the table need. */
export function toRequestRecord(request: ApprovalRequest): RequestRecord & Readonly<Record<string, unknown>> {
  return { ...factsOf(request), ...stateOf(request), ...indexAttributesOf(request) };
}

export function tenantStatusOf(tenant: string, status: Status): string {
  return inTenant(tenant, status);
}

/** The due index is spread over so many partitions that none is hot. */
export const dueShards = ["due#0", "due#1", "due#2", "due#3"] as const;

function dueShardOf(id: RequestId): string {
  const [byte = 0] = createHash("sha256").update(id).digest();
  return `due#${byte % dueShards.length}`;
}

function indexAttributesOf(request: ApprovalRequest) {
  const approved = approvedBy(request).map(({ id }) => id);
  return {
    ...intentAttributesOf(request.intent),
    ...(request.partOf && { intent_kind: partKind }),
    tenant_status: tenantStatusOf(request.tenant, request.status),
    tenant_requester: inTenant(request.tenant, request.requestedBy.id),
    ...(request.intent.kind === "rds" && {
      tenant_instance: inTenant(request.tenant, request.intent.instance.id),
    }),
    subject: subjectOf(request.intent),
    approved_by: approved,
    approvals_received: approved.length,
    changed_at: lastChangeOf(request).toISOString(),
    deciders: [...waitedFor(request)],
    due_shard: dueShardOf(request.id),
    due_at: dueAt(request).toISOString(),
  };
}

/** What the indexes call one instance of a bulk request, so that lists of what people asked for can leave it out. */
export const partKind = "part";

function intentAttributesOf(intent: Intent) {
  switch (intent.kind) {
    case "rds":
      return {
        intent_kind: intent.kind,
        operation_type: intent.operation,
        instance_id: intent.instance.id,
        parameters: intent.parameters,
      };
    case "bulk":
      return { intent_kind: intent.kind, operation_type: intent.operation };
    case "message":
      return { intent_kind: intent.kind, operation_type: intent.action, parameters: intent.parameters };
    case "task":
      return { intent_kind: intent.kind };
  }
}

function factsOf(request: ApprovalRequest) {
  const { requirement } = request;
  return {
    request_id: request.id,
    tenant: request.tenant,
    version: request.version,
    intent: request.intent,
    digest: request.digest,
    description: {
      title: request.description.title,
      effect: request.description.effect,
      facts: [...request.description.facts],
      longFacts: request.description.longFacts && [...request.description.longFacts],
    },
    requested_by: request.requestedBy.id,
    requested_by_name: request.requestedBy.name,
    requested_via: request.requestedVia,
    requested_through: request.requestedThrough,
    order_digest: request.orderDigest,
    requested_at: request.requestedAt.toISOString(),
    justification: request.justification,
    environment: request.environment,
    environment_source: request.environmentSource,
    risk_level: request.risk,
    risk_raised_by: [...requirement.raisedBy],
    differences: [...request.differences],
    inverse: request.inverse,
    reverts: request.reverts,
    turn: request.turn,
    waits_for: request.waitsFor,
    safety_snapshot_at: requirement.safetySnapshotAt && [...requirement.safetySnapshotAt],
    estimated_cost: request.estimatedCost && costToJson(request.estimatedCost),
    actual_cost: request.actualCost && actualCostToJson(request.actualCost),
    preflight: toPreflightRecord(request.preflight),
    correlation_id: request.correlationId,
    webhook_url: request.webhookUrl,
    part_of: request.partOf,
    part_drafts: request.partDrafts?.map(({ title, inverse, estimatedCost }) => ({
      title,
      inverse,
      estimated_cost: estimatedCost && costToJson(estimatedCost),
    })),
    action: request.action && toActionRecord(request.action),
    task: request.task && {
      on_reject: request.task.onReject,
      execution: request.task.execution,
      answer: request.task.answer,
    },
    approvals_required: requirement.approvals,
    approvers: [...requirement.approvers],
    escalation_approvers: [...requirement.escalationApprovers],
    groups: [...requirement.groups],
    policy_rules: [...requirement.rules],
    policy_version: requirement.policyVersion,
    policy_terms: toPolicyTermsRecord(requirement),
    escalations_taken: request.escalationsTaken,
    reminders_over: request.remindersOver,
    overridden_by: request.overriddenBy && { ...request.overriddenBy },
    slack_channels: [...request.slackChannels],
    teams_channels: request.teamsChannels && [...request.teamsChannels],
    teams_people: request.teamsPeople && [...request.teamsPeople],
    email_recipients: request.emailRecipients && [...request.emailRecipients],
    undelivered: request.undelivered?.map((one) => ({ ...one, at: one.at.toISOString() })),
    expires_at: request.expiresAt.toISOString(),
    decisions: request.decisions.map(({ kind, by, surface, through, at, comment, onBehalfOf, limits }) => ({
      kind,
      by: by.id,
      by_name: by.name,
      surface,
      through,
      at: at.toISOString(),
      comment,
      on_behalf_of: onBehalfOf?.id,
      on_behalf_of_name: onBehalfOf?.name,
      limits: limits && limitsToJson(limits),
    })),
    unlimited_expires_at: request.unlimitedExpiresAt?.toISOString(),
    template: request.template,
    incident: request.incident,
    reviews: request.reviews?.map(({ verdict, by, surface, through, at, comment }) => ({
      verdict,
      by: by.id,
      by_name: by.name,
      surface,
      through,
      at: at.toISOString(),
      comment,
    })),
    review_overdue_since: request.reviewOverdueSince?.toISOString(),
    noted_delegations: request.notedDelegations && [...request.notedDelegations],
    status_history: request.statusHistory.map(({ status, at, by }) => ({
      status,
      at: at.toISOString(),
      by,
    })),
    noted_refusals: request.notedRefusals.map(({ by, kind }) => ({ by, kind })),
    chain_sequence: request.chainEnd.sequence,
    chain_hash: request.chainEnd.hash,
    ...("startAt" in request &&
      request.startAt instanceof Date && { start_at: request.startAt.toISOString() }),
  };
}

function toActionRecord({ nonce, runWithinSeconds, looks, poller, ...action }: ActionState) {
  return {
    nonce,
    run_within_seconds: runWithinSeconds,
    sent_at: action.sentAt?.toISOString(),
    looks,
    looked_at: action.lookedAt?.toISOString(),
    poller_seen_at: action.pollerSeenAt?.toISOString(),
    poller,
  };
}

function stateOf(request: ApprovalRequest) {
  switch (request.status) {
    case "scheduled":
      return { status: request.status, start_at: request.startAt.toISOString() };
    case "executing":
      return { status: request.status, run: toRunRecord(request.run) };
    case "executed":
    case "failed":
      return {
        status: request.status,
        run: toRunRecord(request.run),
        outcome: toOutcomeRecord(request.outcome),
      };
    default:
      return { status: request.status };
  }
}

function toRunRecord({ claimedAt, leaseUntil, deadline, steps, stage, lastProgress, parts }: Run) {
  return {
    claimed_at: claimedAt.toISOString(),
    lease_until: leaseUntil.toISOString(),
    deadline: deadline.toISOString(),
    steps,
    stage: stage && {
      name: stage.name,
      since: stage.since.toISOString(),
      steps_before: stage.stepsBefore,
      facts: [...stage.facts],
    },
    last_progress: lastProgress && { ...lastProgress, at: lastProgress.at.toISOString() },
    parts: parts?.map(({ startedAt, end }) => ({
      started_at: startedAt.toISOString(),
      end: end && {
        at: end.at.toISOString(),
        result: end.result,
        duration_seconds: end.durationSeconds,
        guidance: end.guidance,
        actual_cost: end.actualCost && actualCostToJson(end.actualCost),
      },
    })),
  };
}

function toOutcomeRecord({ result, durationSeconds, facts, guidance, details }: Outcome) {
  return { result, duration_seconds: durationSeconds, facts: [...facts], guidance, details };
}
