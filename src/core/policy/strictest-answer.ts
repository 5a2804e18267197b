import { type Risk, risks } from "../request.ts";
import type { PolicyAnswer } from "./evaluate-policy.ts";

/**
 * Who must agree to several things at once: the highest risk, the most approvals and the shortest expiry count, the card goes
 * to the channels of all, and only those may decide who may decide each of them that needs an approval at all.
 */
export function strictestAnswer(answers: readonly [PolicyAnswer, ...PolicyAnswer[]]): PolicyAnswer {
  const [strictest] = answers.toSorted(
    (one, other) => other.requirement.approvals - one.requirement.approvals || rank(other) - rank(one),
  );
  const { requirement } = strictest ?? answers[0];
  const asking = answers.filter(({ requirement: { approvals } }) => approvals > 0);
  const mayDecideAll = <Id>(peopleOf: (answer: PolicyAnswer) => readonly Id[], all: readonly Id[]) =>
    all.filter((person) => asking.every((answer) => peopleOf(answer).includes(person)));
  return {
    risk: riskOf(answers),
    requirement: {
      ...requirement,
      raisedBy: union(answers.map(({ requirement: { raisedBy } }) => raisedBy)),
      approvers: mayDecideAll((answer) => answer.requirement.approvers, requirement.approvers),
      escalationApprovers: mayDecideAll(
        ({ requirement: { approvers, escalationApprovers } }) => [...approvers, ...escalationApprovers],
        requirement.escalationApprovers,
      ),
      rules: union(answers.map(({ requirement: { rules } }) => rules)),
    },
    expiresAfterSeconds: Math.min(...answers.map(({ expiresAfterSeconds }) => expiresAfterSeconds)),
    slackChannels: union(answers.map(({ slackChannels }) => slackChannels)),
    teamsChannels: union(answers.map(({ teamsChannels }) => teamsChannels)),
    teamsPeople: union(answers.map(({ teamsPeople }) => teamsPeople)),
    emailRecipients: union(answers.map(({ emailRecipients }) => emailRecipients)),
  };
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
