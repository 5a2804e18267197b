import type { CostChange } from "../cost.ts";
import type { PolicyTerms } from "../policy-terms.ts";
import type { Requirement } from "../requirement.ts";
import { type Risk, risks } from "../risk.ts";
import type { AskedFacts } from "./condition-facts.ts";
import { ownDecisionOnly } from "./delegation-veto.ts";
import { type AskedRule, askUnderClaim, isMatching } from "./matching-rules.ts";
import { type PeopleAsked, peopleAsked } from "./people-asked.ts";
import type { Policy, Rule } from "./policy.ts";
import { isPreApproved } from "./pre-approval.ts";
import { approvalsFor, higherRisk, raiseRisk } from "./raise-risk.ts";
import { type RoutesAsked, routesAsked } from "./routes-asked.ts";
import { type TimesAsked, timesAsked } from "./times-asked.ts";

export type PolicyQuestion = AskedFacts & {
  readonly operation: string;
  readonly environment: string;
  /** The catalogue's own risk of the operation in this environment. */
  readonly catalogueRisk: Risk;
  /** What makes it riskier than the policy has it: each a reason that people read. */
  readonly raisedBy: readonly string[];
  /** What it changes of the monthly bill; left out, nobody can tell, and that counts as above every limit. */
  readonly cost?: CostChange | undefined;
};

export interface PolicyAnswer extends RoutesAsked {
  readonly risk: Risk;
  readonly requirement: Requirement;
  readonly expiresAfterSeconds: number;
}

/**
 * Who must agree. The risk, one level higher where something raises it, says how many approvals are needed (low 0, medium 1,
 * high 2); matching rules can ask for more. A rule that denies wins over all; one that approves by itself counts only where
 * nothing raises the risk and no other rule asks for people. The strictest of the matching rules counts in all else, and the card
 * goes to every channel that one of them names, or to the default's where none does; mails and personal chats go by the same rule.
 */
export function evaluatePolicy(policy: Policy, question: PolicyQuestion): PolicyAnswer {
  const { risk, raisedBy } = riskOf(policy, question);
  const { asked, certain } = askUnderClaim(policy, { ...question, risk }, unclaimedRiskOf(policy, question));
  const matching = asked.filter(isMatching).map(({ rule }) => rule);
  const people = peopleAsked(policy, matching);
  const times = timesAsked(policy, matching, { certain, level: people.level, at: question.at });
  const passedBy = findPass(policy, question, { risk, matching, certain });
  const needed = approvalsOf(risk, matching, people);
  const approvals = passedBy === undefined ? needed : 0;
  return {
    risk,
    requirement: {
      approvals,
      raisedBy,
      groups: people.groups,
      approvers: people.approvers,
      escalationApprovers: [...new Set(times.escalation.flatMap(({ approvers }) => approvers))],
      rules: matching.map(({ name }) => name),
      policyVersion: policy.hash,
      safetySnapshotAt: matching.some(({ safety_snapshot }) => safety_snapshot)
        ? risks
        : policy.defaults.safety_snapshot,
      ...termsOf(asked, people, times, question.isEmergency),
      ...inPersonOf(policy, matching, people, times),
      ...(passedBy !== undefined && { autoApprovedBy: passedBy, approvalsPassedOver: needed }),
    },
    expiresAfterSeconds: times.expiresAfterSeconds,
    ...routesAsked(policy, matching, people),
  };
}

/** The risk that the rules go by, and why it is raised where it is. */
export function riskOf(
  policy: Policy,
  { operation, environment, catalogueRisk, raisedBy, claimedRisk }: PolicyQuestion,
): ReturnType<typeof raiseRisk> {
  // An action can be called like something that every object has.
  const named = Object.hasOwn(policy.operations, operation) ? policy.operations[operation] : undefined;
  return raiseRisk(higherRisk(named?.risk[environment] ?? catalogueRisk, claimedRisk), raisedBy);
}

/** As it is without what whoever asks says of it. */
export function unclaimedRiskOf(policy: Policy, question: PolicyQuestion): Risk {
  return riskOf(policy, { ...question, claimedRisk: undefined }).risk;
}

/**
 * The rule or the template that lets it pass without anybody: nothing where something raises the risk, or where a rule asks for
 * people, but for those that a template passes over by name.
 */
function findPass(
  policy: Policy,
  question: PolicyQuestion,
  { risk, matching, certain }: { risk: Risk; matching: readonly Rule[]; certain: readonly Rule[] },
): string | undefined {
  if (question.raisedBy.length > 0) return undefined;
  const asking = matching.filter(
    ({ approvals = 0, one_from_each, level }) => approvals > 0 || one_from_each || level !== undefined,
  );
  if (isPreApproved(policy, question, { risk, asking })) return `template ${question.template}`;
  return asking.length > 0 ? undefined : certain.find(({ auto_approve }) => auto_approve)?.name;
}

function approvalsOf(risk: Risk, matching: readonly Rule[], { oneFromEach, level }: PeopleAsked): number {
  const ruled = matching.map(({ approvals = 0 }) => approvals);
  return Math.max(approvalsFor[risk], ...ruled, oneFromEach.length, level === undefined ? 0 : 1);
}

/** Only what some rule gives. */
function termsOf(
  asked: readonly AskedRule[],
  { oneFromEach, level, owners }: PeopleAsked,
  { escalation, reminders, quietHours }: TimesAsked,
  isEmergency = false,
): PolicyTerms {
  const [denial] = asked
    .filter(isMatching)
    .filter(({ rule }) => !isEmergency || rule.break_glass !== "allowed")
    .flatMap(({ rule: { name, deny }, verdict }) => {
      if (deny === undefined) return [];
      const unsure =
        verdict.kind === "cannot-tell" ? `; it cannot be told whether that is so: ${verdict.why}` : "";
      return [{ rule: name, reason: `${deny}${unsure}` }];
    });
  const uncertainRules = asked.flatMap(({ rule, verdict }) =>
    verdict.kind === "cannot-tell" ? [{ rule: rule.name, why: verdict.why }] : [],
  );
  return {
    ...(oneFromEach.length > 0 && { oneFromEach }),
    ...(level !== undefined && { level }),
    ...(owners.length > 0 && { owners }),
    ...(denial && { denial }),
    ...(escalation.length > 0 && { escalation }),
    ...(reminders && { reminders }),
    ...(quietHours && { quietHours }),
    ...(uncertainRules.length > 0 && { uncertainRules }),
  };
}

/** Only where there is somebody. */
function inPersonOf(
  policy: Policy,
  matching: readonly Rule[],
  { approvers }: PeopleAsked,
  { escalation }: TimesAsked,
): Pick<PolicyTerms, "ownDecisionOnly"> {
  const everybody = new Set([...approvers, ...escalation.flatMap((step) => step.approvers)]);
  const people = ownDecisionOnly(policy, matching, [...everybody]);
  return people.length > 0 ? { ownDecisionOnly: people } : {};
}
