import type { PersonId } from "../person.ts";
import type { GroupMembers, PolicyTerms, UncertainRule } from "../policy-terms.ts";
import { type Risk, risks } from "../risk.ts";
import type { PolicyAnswer } from "./evaluate-policy.ts";

/**
 * Who must agree to several things at once: the highest risk, the most approvals and the shortest expiry count, the card goes
 * to the channels of all, and only those may decide who may decide each of them that needs an approval at all. What is denied of
 * one is denied of all.
 */
export function strictestAnswer(answers: readonly [PolicyAnswer, ...PolicyAnswer[]]): PolicyAnswer {
  const [strictest] = answers.toSorted(
    (one, other) => other.requirement.approvals - one.requirement.approvals || rank(other) - rank(one),
  );
  const { requirement } = strictest ?? answers[0];
  const asking = answers.filter(({ requirement: { approvals } }) => approvals > 0);
  const mayDecideAll = (
    peopleOf: (answer: PolicyAnswer) => readonly PersonId[],
    all: readonly PersonId[],
  ): readonly PersonId[] =>
    all.filter((person) => asking.every((answer) => peopleOf(answer).includes(person)));
  const approvers = mayDecideAll((answer) => answer.requirement.approvers, requirement.approvers);
  const escalationApprovers = mayDecideAll(
    (answer) => [...answer.requirement.approvers, ...answer.requirement.escalationApprovers],
    requirement.escalationApprovers,
  );
  const oneFromEach = eachGroupOf(answers);
  return {
    risk: riskOf(answers),
    requirement: {
      ...requirement,
      approvals: Math.max(requirement.approvals, oneFromEach.length),
      raisedBy: union(answers.map(({ requirement: { raisedBy } }) => raisedBy)),
      approvers,
      escalationApprovers,
      groups: union([requirement.groups, oneFromEach.map(({ group }) => group)]),
      rules: union(answers.map(({ requirement: { rules } }) => rules)),
      ...termsOf(answers),
      ...(requirement.escalation && {
        escalation: requirement.escalation.map((step) => ({
          ...step,
          approvers: step.approvers.filter((person) => escalationApprovers.includes(person)),
        })),
      }),
      ...(oneFromEach.length > 0 && { oneFromEach }),
    },
    expiresAfterSeconds: Math.min(...answers.map(({ expiresAfterSeconds }) => expiresAfterSeconds)),
    slackChannels: union(answers.map(({ slackChannels }) => slackChannels)),
    teamsChannels: union(answers.map(({ teamsChannels }) => teamsChannels)),
    teamsPeople: union(answers.map(({ teamsPeople }) => teamsPeople)),
    emailRecipients: union(answers.map(({ emailRecipients }) => emailRecipients)),
  };
}

/** Each group that any of them asks for, with those whom all of them would take from it. */
function eachGroupOf(answers: readonly PolicyAnswer[]): readonly GroupMembers[] {
  const all = answers.flatMap(({ requirement: { oneFromEach = [] } }) => oneFromEach);
  return [...new Set(all.map(({ group }) => group))].map((group) => {
    const named = all.filter((one) => one.group === group).map(({ members }) => members);
    const [first = []] = named;
    return { group, members: first.filter((person) => named.every((members) => members.includes(person))) };
  });
}

/** The stricter of what only some of them have. */
function termsOf(answers: readonly PolicyAnswer[]): PolicyTerms {
  const all = answers.map(({ requirement }) => requirement);
  const levels = all.flatMap(({ level }) => level ?? []);
  const [denial] = all
    .flatMap((one) => one.denial ?? [])
    .toSorted((one, other) => (one.rule < other.rule ? -1 : 1));
  const [reminders] = all
    .flatMap((one) => one.reminders ?? [])
    .toSorted((one, other) => one.afterSeconds - other.afterSeconds || one.backOff - other.backOff);
  const needsNobody = all.every(({ approvals }) => approvals === 0);
  const inPerson = union(all.map(({ ownDecisionOnly = [] }) => ownDecisionOnly));
  const uncertain = new Map(all.flatMap(({ uncertainRules = [] }) => uncertainRules.map(keyed)));
  const { quietHours, autoApprovedBy } = all[0] ?? {};
  const isPassed = needsNobody && autoApprovedBy !== undefined;
  const passedOver = Math.max(...all.map(({ approvalsPassedOver = 0 }) => approvalsPassedOver));
  return {
    ...(levels.length > 0 && { level: Math.max(...levels) }),
    ...(denial && { denial }),
    ...(inPerson.length > 0 && { ownDecisionOnly: inPerson }),
    ...(reminders && { reminders }),
    quietHours: all.every((one) => one.quietHours) ? quietHours : undefined,
    autoApprovedBy: isPassed ? autoApprovedBy : undefined,
    approvalsPassedOver: isPassed ? passedOver : undefined,
    ...(uncertain.size > 0 && { uncertainRules: [...uncertain.values()] }),
  };
}

function keyed(one: UncertainRule): readonly [string, UncertainRule] {
  return [`${one.rule} ${one.why}`, one];
}

function riskOf(answers: readonly PolicyAnswer[]): Risk {
  return risks.findLast((risk) => answers.some((answer) => answer.risk === risk)) ?? "high";
}

function rank({ risk }: PolicyAnswer): number {
  return risks.indexOf(risk);
}

function union<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  return [...new Set(lists.flat())];
}
