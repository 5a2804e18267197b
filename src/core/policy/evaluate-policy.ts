import type { CostChange } from "../cost.ts";
import type { PersonId } from "../person.ts";
import type { PolicyTerms } from "../policy-terms.ts";
import { type Requirement, type Risk, risks } from "../request.ts";
import type { AskedFacts } from "./condition-facts.ts";
import { type AskedRule, askRules, isMatching } from "./matching-rules.ts";
import { membersOf, type PeopleAsked, peopleAsked } from "./people-asked.ts";
import type { Policy, Rule } from "./policy.ts";
import { approvalsFor, raiseRisk } from "./raise-risk.ts";
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

export interface PolicyAnswer {
  readonly risk: Risk;
  readonly requirement: Requirement;
  readonly expiresAfterSeconds: number;
  readonly slackChannels: readonly string[];
  /** Who gets the request by mail; some of them may only read it. */
  readonly emailRecipients: readonly PersonId[];
}

/**
 * Who must agree. The risk, one level higher where something raises it, says how many approvals are needed (low 0, medium 1,
 * high 2); matching rules can ask for more. A rule that denies wins over all; one that approves by itself counts only where
 * nothing raises the risk and no other rule asks for people. The strictest of the matching rules counts in all else, and the card
 * goes to every channel that one of them names, or to the default's where none does; mails go by the same rule.
 */
export function evaluatePolicy(policy: Policy, question: PolicyQuestion): PolicyAnswer {
  const { risk, raisedBy } = riskOf(policy, question);
  const asked = askRules(policy, { ...question, risk });
  const matching = asked.filter(isMatching).map(({ rule }) => rule);
  const certain = asked.filter(({ verdict }) => verdict.kind === "matches").map(({ rule }) => rule);
  const people = peopleAsked(policy, matching);
  const times = timesAsked(policy, matching, { certain, level: people.level, at: question.at });
  const passedBy = question.raisedBy.length > 0 ? undefined : findPass(matching, certain);
  const approvals = passedBy ? 0 : approvalsOf(risk, matching, people);
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
      ...termsOf(asked, people, times),
      ...(passedBy && { autoApprovedBy: passedBy.name }),
    },
    expiresAfterSeconds: times.expiresAfterSeconds,
    ...routesOf(policy, matching, people),
  };
}

/** The risk that the rules go by, and why it is raised where it is. */
export function riskOf(
  policy: Policy,
  { operation, environment, catalogueRisk, raisedBy }: PolicyQuestion,
): ReturnType<typeof raiseRisk> {
  return raiseRisk(policy.operations[operation]?.risk[environment] ?? catalogueRisk, raisedBy);
}

/** The rule that lets it pass without anybody: only where no other one asks for people. */
function findPass(matching: readonly Rule[], certain: readonly Rule[]): Rule | undefined {
  const asksForPeople = matching.some(
    ({ approvals = 0, one_from_each, level }) => approvals > 0 || one_from_each || level !== undefined,
  );
  return asksForPeople ? undefined : certain.find(({ auto_approve }) => auto_approve);
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
): PolicyTerms {
  const [denial] = asked.filter(isMatching).flatMap(({ rule: { name, deny }, verdict }) => {
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

function routesOf(policy: Policy, matching: readonly Rule[], { groups, level }: PeopleAsked) {
  const channels = matching.flatMap(({ notify }) => notify?.slack ?? []);
  const ruled = matching.flatMap(({ notify }) => (notify?.email === undefined ? [] : [notify.email]));
  const routes = ruled.length > 0 ? ruled : [policy.defaults.notify.email ?? "none"];
  return {
    slackChannels: [...new Set(channels.length > 0 ? channels : policy.defaults.notify.slack)],
    emailRecipients: [
      ...new Set(
        routes.flatMap((route) =>
          route === "none"
            ? []
            : route === "approvers"
              ? membersOf(policy, groups, level)
              : membersOf(policy, route),
        ),
      ),
    ],
  };
}
