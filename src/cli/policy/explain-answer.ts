import { explainPolicy } from "../../core/policy/explain-policy.ts";
import type { Policy } from "../../core/policy/policy.ts";
import { durationText, riskText } from "../../core/texts.ts";
import { findOperation } from "../../operations/catalogue.ts";
import type { Question } from "./parse-policy-command.ts";

const verdicts = {
  matches: "matches",
  "does-not-match": "does not match",
  "cannot-tell": "cannot be told, so it counts as matching",
} as const;

/** A policy that can be used, in a line. */
export function checkedText(file: string, { groups, rules, hash }: Policy): string {
  const counted = `${Object.keys(groups).length} groups, ${rules.length} rules`;
  return `${file} is a valid policy: ${counted}, version ${hash.slice(0, 12)}.`;
}

/** What the policy answers to the question, and what each rule said. */
export function explainedText(policy: Policy, question: Question): string {
  const { operation, environment } = question;
  const catalogueRisk = question.catalogueRisk ?? riskOf(policy, operation, environment);
  const kind = findOperation(operation) ? "rds" : "message";
  const { answer, rules } = explainPolicy(policy, { kind, ...question, catalogueRisk, raisedBy: [] });
  const { requirement, risk } = answer;
  const { denial, oneFromEach, level, escalation = [], reminders, autoApprovedBy } = requirement;
  const width = Math.max(0, ...rules.map(({ rule }) => rule.length));
  return [
    `${operation} in ${environment}: ${riskText(risk, requirement)}`,
    "",
    ...rules.map(
      ({ rule, verdict, why }) =>
        `  ${rule.padEnd(width)}  ${verdicts[verdict]}${why === "" ? "" : ` (${why})`}`,
    ),
    ...(rules.length > 0 ? [""] : []),
    ...(denial ? [`denied by             ${denial.rule}: ${denial.reason}`] : []),
    ...(autoApprovedBy === undefined ? [] : [`approved by itself    ${autoApprovedBy}`]),
    ...(oneFromEach ? [`one from each of      ${oneFromEach.map(({ group }) => group).join(", ")}`] : []),
    ...(level === undefined ? [] : [`only from level       ${level}`]),
    `who may decide        ${requirement.approvers.join(", ") || "nobody"}`,
    `expires after         ${durationText(answer.expiresAfterSeconds)}`,
    ...escalation.map(
      ({ afterSeconds, groups }) => `after ${durationText(afterSeconds).padEnd(16)}${groups.join(", ")} too`,
    ),
    ...(reminders ? [`first reminder after  ${durationText(reminders.afterSeconds)}`] : []),
    `cards in Slack        ${answer.slackChannels.join(", ") || "no channel"}`,
    `cards in Teams        ${[...answer.teamsChannels, ...answer.teamsPeople].join(", ") || "no channel"}`,
    `mails to              ${answer.emailRecipients.join(", ") || "nobody"}`,
  ].join("\n");
}

/** As a request would have it: the catalogue's, or that of the policy's action; what nobody knows is high. */
function riskOf(policy: Policy, operation: string, environment: string) {
  const action = Object.hasOwn(policy.actions, operation) ? policy.actions[operation] : undefined;
  return findOperation(operation)?.riskIn(environment) ?? action?.risk ?? "high";
}
