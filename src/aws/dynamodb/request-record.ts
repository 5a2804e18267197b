import { z } from "zod";
import { actualCostSchema, costSchema } from "../../core/cost.ts";
import { digestSchema, intentSchema } from "../../core/intent.ts";
import { jsonObjectSchema } from "../../core/json.ts";
import { personIdSchema, surfaces } from "../../core/person.ts";
import { requestIdSchema, statuses } from "../../core/request.ts";
import { risks } from "../../core/risk.ts";
import { rejectionWays, taskAnswerSchema } from "../../core/task/task-state.ts";
import { actorSchema } from "./audit-record.ts";
import { isoDateSchema } from "./iso-date.ts";
import { policyTermsRecordSchema } from "./policy-terms-record.ts";
import { preflightRecordSchema } from "./preflight-record.ts";

const factSchema = z.object({ label: z.string(), value: z.string() });

const inverseSchema = z.object({ operation: z.string(), parameters: jsonObjectSchema });

const partEndSchema = z.object({
  at: isoDateSchema,
  result: z.enum(["available", "failed", "timeout", "not-started"]),
  duration_seconds: z.number(),
  guidance: z.string(),
  actual_cost: actualCostSchema.optional(),
});

const runSchema = z.object({
  claimed_at: isoDateSchema,
  lease_until: isoDateSchema,
  deadline: isoDateSchema,
  steps: z.int(),
  stage: z
    .object({
      name: z.enum(["snapshot", "operation"]),
      since: isoDateSchema,
      steps_before: z.int(),
      facts: z.array(factSchema),
    })
    .optional(),
  last_progress: z.object({ at: isoDateSchema, text: z.string(), percent: z.number().optional() }).optional(),
  parts: z.array(z.object({ started_at: isoDateSchema, end: partEndSchema.optional() })).optional(),
});

const outcomeSchema = z.object({
  result: z.enum(["available", "failed", "timeout"]),
  duration_seconds: z.number(),
  facts: z.array(factSchema),
  guidance: z.string(),
  /** Missing in what was kept before there was any. */
  details: jsonObjectSchema.optional(),
});

const limitsSchema = z.looseObject({
  not_before: isoDateSchema.optional(),
  not_after: isoDateSchema.optional(),
  window: z.string().optional(),
});

/** What is read back of a request. Attributes that only serve indexes and other readers are left out. */
const requestFactsSchema = z.object({
  request_id: requestIdSchema,
  tenant: z.string(),
  version: z.int(),
  intent: intentSchema,
  digest: digestSchema,
  description: z.object({
    title: z.string(),
    effect: z.string(),
    facts: z.array(factSchema),
    longFacts: z.array(factSchema).optional(),
  }),
  requested_by: personIdSchema,
  requested_by_name: z.string(),
  requested_via: z.enum(surfaces),
  requested_through: z.string().optional(),
  order_digest: z.string().optional(),
  requested_at: isoDateSchema,
  justification: z.string(),
  environment: z.string(),
  environment_source: z.string(),
  risk_level: z.enum(risks),
  /** Missing, as the three below, in what was kept before there was any. */
  risk_raised_by: z.array(z.string()).default([]),
  differences: z.array(factSchema).default([]),
  inverse: inverseSchema.optional(),
  reverts: requestIdSchema.optional(),
  turn: z.string().optional(),
  waits_for: requestIdSchema.optional(),
  safety_snapshot_at: z.array(z.enum(risks)).optional(),
  estimated_cost: costSchema.optional(),
  actual_cost: actualCostSchema.optional(),
  preflight: preflightRecordSchema.optional(),
  action: z
    .object({
      nonce: z.string(),
      run_within_seconds: z.number(),
      sent_at: isoDateSchema.optional(),
      looks: z.int(),
      looked_at: isoDateSchema.optional(),
      poller_seen_at: isoDateSchema.optional(),
      poller: z.string().optional(),
    })
    .optional(),
  task: z
    .object({
      on_reject: z.enum(rejectionWays),
      execution: z.string().optional(),
      answer: taskAnswerSchema.optional(),
    })
    .optional(),
  correlation_id: z.string().optional(),
  webhook_url: z.string().optional(),
  part_of: requestIdSchema.optional(),
  part_drafts: z
    .array(
      z
        .object({
          title: z.string(),
          inverse: inverseSchema.optional(),
          estimated_cost: costSchema.optional(),
        })
        .transform(({ estimated_cost: estimatedCost, ...draft }) => ({ ...draft, estimatedCost })),
    )
    .optional(),
  approvals_required: z.int(),
  approvers: z.array(personIdSchema),
  escalation_approvers: z.array(personIdSchema),
  groups: z.array(z.string()),
  policy_rules: z.array(z.string()),
  policy_version: z.string(),
  /** Missing, as the three below, where the policy gave none, and in what was kept before it could. */
  policy_terms: policyTermsRecordSchema.optional(),
  escalations_taken: z.int().optional(),
  reminders_over: z.int().optional(),
  overridden_by: z.object({ id: personIdSchema, name: z.string() }).optional(),
  slack_channels: z.array(z.string()),
  /** Missing, as the one below, in what was kept before there was Teams. */
  teams_channels: z.array(z.string()).optional(),
  teams_people: z.array(z.union([z.literal("requester"), personIdSchema])).optional(),
  /** Missing, as the one below, in what was kept before there were mails. */
  email_recipients: z.array(personIdSchema).optional(),
  undelivered: z
    .array(z.object({ surface: z.enum(surfaces), place: z.string(), reason: z.string(), at: isoDateSchema }))
    .optional(),
  expires_at: isoDateSchema,
  decisions: z.array(
    z.object({
      kind: z.enum(["approve", "reject"]),
      by: personIdSchema,
      by_name: z.string(),
      surface: z.enum(surfaces),
      through: z.string().optional(),
      at: isoDateSchema,
      comment: z.string(),
      on_behalf_of: personIdSchema.optional(),
      on_behalf_of_name: z.string().optional(),
      limits: limitsSchema.optional(),
    }),
  ),
  unlimited_expires_at: isoDateSchema.optional(),
  template: z.string().optional(),
  incident: z.string().optional(),
  reviews: z
    .array(
      z.object({
        verdict: z.enum(["confirm", "object"]),
        by: personIdSchema,
        by_name: z.string(),
        surface: z.enum(surfaces),
        through: z.string().optional(),
        at: isoDateSchema,
        comment: z.string(),
      }),
    )
    .optional(),
  review_overdue_since: isoDateSchema.optional(),
  noted_delegations: z.array(z.string()).optional(),
  status_history: z.array(z.object({ status: z.enum(statuses), at: isoDateSchema, by: actorSchema })),
  noted_refusals: z.array(z.object({ by: actorSchema, kind: z.string() })),
  chain_sequence: z.int(),
  chain_hash: z.string(),
  /** Stays with a request that was once scheduled. */
  start_at: isoDateSchema.optional(),
});

export const requestRecordSchema = z.discriminatedUnion("status", [
  requestFactsSchema.extend({
    status: z.literal(["pending", "escalated", "approved", "rejected", "cancelled", "expired"]),
  }),
  requestFactsSchema.extend({ status: z.literal("scheduled"), start_at: isoDateSchema }),
  requestFactsSchema.extend({ status: z.literal("executing"), run: runSchema }),
  requestFactsSchema.extend({
    status: z.literal(["executed", "failed"]),
    run: runSchema,
    outcome: outcomeSchema,
  }),
]);

/** A request as the table keeps it, under the public API's names. */
export type RequestRecord = z.input<typeof requestRecordSchema>;
