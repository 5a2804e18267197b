import { z } from "zod";
import { personIdSchema } from "../../core/person.ts";
import { heldInQuietHours, type PolicyTerms } from "../../core/policy-terms.ts";
import type { Requirement } from "../../core/requirement.ts";
import { termsToJson } from "../../core/terms-to-json.ts";
import { policyWindowSchema } from "../../core/timing/policy-window.ts";

const peopleSchema = z.array(personIdSchema);

/** What the policy gave a request besides numbers and names, as its item keeps it. */
export const policyTermsRecordSchema = z.object({
  one_from_each: z.array(z.object({ group: z.string(), members: peopleSchema })).optional(),
  level: z.int().optional(),
  owners: peopleSchema.optional(),
  own_decision_only: peopleSchema.optional(),
  break_glass: z
    .object({
      approvals_skipped: z.int(),
      reviewers: peopleSchema,
      escalate_to: peopleSchema,
      review_within_seconds: z.number(),
      ignores_freezes: z.boolean(),
    })
    .transform((record) => ({
      approvalsSkipped: record.approvals_skipped,
      reviewers: record.reviewers,
      escalateTo: record.escalate_to,
      reviewWithinSeconds: record.review_within_seconds,
      ignoresFreezes: record.ignores_freezes,
    }))
    .optional(),
  auto_approved_by: z.string().optional(),
  approvals_passed_over: z.int().optional(),
  escalation: z
    .array(z.object({ after_seconds: z.number(), groups: z.array(z.string()), approvers: peopleSchema }))
    .optional(),
  reminders: z.object({ after_seconds: z.number(), back_off: z.number(), at_most: z.int() }).optional(),
  quiet_hours: z.object({ window: policyWindowSchema, hold: z.array(z.enum(heldInQuietHours)) }).optional(),
  uncertain_rules: z.array(z.object({ rule: z.string(), why: z.string() })).optional(),
});

/** Nothing where the policy gave none of it. */
export function toPolicyTermsRecord(requirement: Requirement): object | undefined {
  const { owners, quietHours } = requirement;
  const record = {
    ...termsToJson(requirement),
    ...(owners && { owners: [...owners] }),
    ...(quietHours && { quiet_hours: { window: { ...quietHours.window }, hold: [...quietHours.hold] } }),
  };
  return Object.keys(record).length > 0 ? record : undefined;
}

/** Only what is kept: a requirement has none of the rest. */
export function fromPolicyTermsRecord(record: z.output<typeof policyTermsRecordSchema> = {}): PolicyTerms {
  const { one_from_each, level, owners, auto_approved_by, escalation, reminders, quiet_hours } = record;
  return {
    ...(one_from_each && { oneFromEach: one_from_each }),
    ...(level !== undefined && { level }),
    ...(owners && { owners }),
    ...(record.break_glass && { breakGlass: record.break_glass }),
    ...(record.own_decision_only && { ownDecisionOnly: record.own_decision_only }),
    ...(auto_approved_by !== undefined && { autoApprovedBy: auto_approved_by }),
    ...(record.approvals_passed_over !== undefined && { approvalsPassedOver: record.approvals_passed_over }),
    ...(escalation && {
      escalation: escalation.map(({ after_seconds: afterSeconds, ...step }) => ({ afterSeconds, ...step })),
    }),
    ...(reminders && {
      reminders: {
        afterSeconds: reminders.after_seconds,
        backOff: reminders.back_off,
        atMost: reminders.at_most,
      },
    }),
    ...(quiet_hours && { quietHours: quiet_hours }),
    ...(record.uncertain_rules && { uncertainRules: record.uncertain_rules }),
  };
}
