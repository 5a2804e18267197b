import type { JsonObject } from "./json.ts";
import type { PolicyTerms } from "./policy-terms.ts";

/** What the policy's rules gave, as the audit log tells it: what none gave is left out. */
export function termsToJson(terms: PolicyTerms): JsonObject {
  const {
    oneFromEach,
    level,
    ownDecisionOnly,
    breakGlass,
    autoApprovedBy,
    approvalsPassedOver,
    escalation,
    reminders,
    uncertainRules,
  } = terms;
  return {
    ...(oneFromEach && { one_from_each: oneFromEach.map(({ group, members }) => ({ group, members })) }),
    ...(level !== undefined && { level }),
    ...(ownDecisionOnly && { own_decision_only: ownDecisionOnly }),
    ...(breakGlass && {
      break_glass: {
        approvals_skipped: breakGlass.approvalsSkipped,
        reviewers: breakGlass.reviewers,
        escalate_to: breakGlass.escalateTo,
        review_within_seconds: breakGlass.reviewWithinSeconds,
        ignores_freezes: breakGlass.ignoresFreezes,
      },
    }),
    ...(autoApprovedBy !== undefined && { auto_approved_by: autoApprovedBy }),
    ...(approvalsPassedOver !== undefined && { approvals_passed_over: approvalsPassedOver }),
    ...(escalation && {
      escalation: escalation.map(({ afterSeconds, groups, approvers }) => ({
        after_seconds: afterSeconds,
        groups,
        approvers,
      })),
    }),
    ...(reminders && {
      reminders: {
        after_seconds: reminders.afterSeconds,
        back_off: reminders.backOff,
        at_most: reminders.atMost,
      },
    }),
    ...(uncertainRules && { uncertain_rules: uncertainRules.map(({ rule, why }) => ({ rule, why })) }),
  };
}
