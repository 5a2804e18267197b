import type { z } from "zod";
import type { ActionState } from "../../core/action/action-state.ts";
import type { Decision } from "../../core/decision.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import type { Run, RunStage } from "../../core/run.ts";
import { fromPolicyTermsRecord } from "./policy-terms-record.ts";
import { requestRecordSchema } from "./request-record.ts";

type ReadRecord = z.output<typeof requestRecordSchema>;

/** The request of an item. Throws when what is stored is not one. */
export function fromRequestRecord(item: unknown): ApprovalRequest {
  const record = requestRecordSchema.parse(item);
  const facts = factsOf(record);
  switch (record.status) {
    case "scheduled":
      return { ...facts, status: record.status, startAt: record.start_at };
    case "executing":
      return { ...facts, status: record.status, run: runOf(record.run) };
    case "executed":
    case "failed": {
      const { duration_seconds, ...outcome } = record.outcome;
      return {
        ...facts,
        status: record.status,
        run: runOf(record.run),
        outcome: { ...outcome, durationSeconds: duration_seconds },
      };
    }
    default:
      return { ...facts, status: record.status };
  }
}

function factsOf(record: ReadRecord) {
  return {
    id: record.request_id,
    tenant: record.tenant,
    version: record.version,
    intent: record.intent,
    digest: record.digest,
    description: record.description,
    requestedBy: { id: record.requested_by, name: record.requested_by_name },
    requestedVia: record.requested_via,
    requestedThrough: record.requested_through,
    orderDigest: record.order_digest,
    requestedAt: record.requested_at,
    justification: record.justification,
    environment: record.environment,
    environmentSource: record.environment_source,
    risk: record.risk_level,
    requirement: {
      approvals: record.approvals_required,
      raisedBy: record.risk_raised_by,
      approvers: record.approvers,
      escalationApprovers: record.escalation_approvers,
      groups: record.groups,
      rules: record.policy_rules,
      policyVersion: record.policy_version,
      safetySnapshotAt: record.safety_snapshot_at,
      ...fromPolicyTermsRecord(record.policy_terms),
    },
    ...(record.escalations_taken !== undefined && { escalationsTaken: record.escalations_taken }),
    ...(record.reminders_over !== undefined && { remindersOver: record.reminders_over }),
    ...(record.overridden_by && { overriddenBy: record.overridden_by }),
    slackChannels: record.slack_channels,
    teamsChannels: record.teams_channels,
    teamsPeople: record.teams_people,
    emailRecipients: record.email_recipients,
    undelivered: record.undelivered,
    expiresAt: record.expires_at,
    decisions: record.decisions.map(decisionOf),
    ...(record.unlimited_expires_at && { unlimitedExpiresAt: record.unlimited_expires_at }),
    ...(record.template !== undefined && { template: record.template }),
    ...(record.incident !== undefined && { incident: record.incident }),
    ...(record.reviews && {
      reviews: record.reviews.map(({ by, by_name, ...review }) => ({
        ...review,
        by: { id: by, name: by_name },
      })),
    }),
    ...(record.review_overdue_since && { reviewOverdueSince: record.review_overdue_since }),
    ...(record.noted_delegations && { notedDelegations: record.noted_delegations }),
    differences: record.differences,
    inverse: record.inverse,
    reverts: record.reverts,
    turn: record.turn,
    waitsFor: record.waits_for,
    estimatedCost: record.estimated_cost,
    actualCost: record.actual_cost,
    preflight: record.preflight,
    ...(record.action && { action: actionOf(record.action) }),
    ...(record.task && {
      task: {
        onReject: record.task.on_reject,
        execution: record.task.execution,
        answer: record.task.answer,
      },
    }),
    correlationId: record.correlation_id,
    webhookUrl: record.webhook_url,
    partOf: record.part_of,
    partDrafts: record.part_drafts,
    statusHistory: record.status_history,
    notedRefusals: record.noted_refusals,
    chainEnd: { sequence: record.chain_sequence, hash: record.chain_hash },
    ...(record.start_at && { startAt: record.start_at }),
  };
}

function decisionOf({
  by,
  by_name,
  on_behalf_of: of,
  on_behalf_of_name,
  limits,
  ...decision
}: ReadRecord["decisions"][number]): Decision {
  return {
    ...decision,
    by: { id: by, name: by_name },
    ...(of && { onBehalfOf: { id: of, name: on_behalf_of_name ?? of } }),
    ...(limits && {
      limits: {
        ...(limits.not_before && { notBefore: limits.not_before }),
        ...(limits.not_after && { notAfter: limits.not_after }),
        ...(limits.window !== undefined && { window: limits.window }),
      },
    }),
  };
}

function actionOf(action: NonNullable<ReadRecord["action"]>): ActionState {
  return {
    nonce: action.nonce,
    runWithinSeconds: action.run_within_seconds,
    sentAt: action.sent_at,
    looks: action.looks,
    lookedAt: action.looked_at,
    pollerSeenAt: action.poller_seen_at,
    poller: action.poller,
  };
}

function runOf(run: Extract<ReadRecord, { status: "executing" }>["run"]): Run {
  return {
    claimedAt: run.claimed_at,
    leaseUntil: run.lease_until,
    deadline: run.deadline,
    steps: run.steps,
    ...(run.stage && { stage: stageOf(run.stage) }),
    lastProgress: run.last_progress,
    ...(run.parts && {
      parts: run.parts.map(({ started_at, end }) => {
        if (!end) return { startedAt: started_at };
        const { duration_seconds: durationSeconds, actual_cost: actualCost, ...ended } = end;
        return { startedAt: started_at, end: { ...ended, durationSeconds, actualCost } };
      }),
    }),
  };
}

function stageOf({
  steps_before,
  ...stage
}: NonNullable<Extract<ReadRecord, { status: "executing" }>["run"]["stage"]>): RunStage {
  return { ...stage, stepsBefore: steps_before };
}
