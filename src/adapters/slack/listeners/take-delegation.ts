import type { ViewResponseAction } from "@slack/bolt";
import type { Command } from "../../../app/chat/parse-command.ts";
import {
  delegatedText,
  delegationQuestions,
  delegationsText,
  undelegatedText,
} from "../../../app/delegation/delegation-texts.ts";
import type { Person } from "../../../core/person.ts";
import { refusalText } from "../../../core/refusal-text.ts";
import { findMentioned } from "../find-mentioned.ts";
import { type MessageToReader, refusalToReader, textToReader } from "../message-to-reader.ts";
import { openView, tooLateText } from "../open-view.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import type { ViewSubmission } from "../view-submission.ts";
import { delegateView } from "../views/delegate-decisions.ts";
import { noticeView } from "../views/notice.ts";
import { errors } from "./take-form.ts";

/** Has somebody decide for the reader, as they typed it. */
export async function delegateByLine(
  deps: SlackAppDependencies,
  { to: typed, ...period }: Extract<Command, { kind: "delegate" }>,
  by: Person,
): Promise<MessageToReader> {
  const to = await findMentioned(deps, typed);
  if (!to.ok) return refusalToReader(to.error);
  const made = await deps.delegations.delegate({ by, to: to.value, ...period, surface: "slack" });
  return made.ok ? textToReader(delegatedText(made.value, deps.now())) : refusalToReader(made.error);
}

/** Ends what the reader has made, or what is between them and another one. */
export async function undelegateByLine(
  deps: SlackAppDependencies,
  typed: string,
  by: Person,
): Promise<MessageToReader> {
  const other = typed === "" ? undefined : await findMentioned(deps, typed);
  if (other && !other.ok) return refusalToReader(other.error);
  const ended = await deps.delegations.undelegate({ by, other: other?.value.id, surface: "slack" });
  return ended.ok ? textToReader(undelegatedText(ended.value)) : refusalToReader(ended.error);
}

export async function showDelegations({ delegations, now }: SlackAppDependencies): Promise<MessageToReader> {
  return textToReader(delegationsText(await delegations.list(), now()));
}

export async function openDelegationForm(
  { client }: SlackAppDependencies,
  triggerId: string,
): Promise<MessageToReader | undefined> {
  const outcome = await openView(client, triggerId, delegateView());
  return outcome === "opened" ? undefined : textToReader(tooLateText);
}

/** The form came back. */
export async function takeDelegation(
  { findPerson, delegations, now }: SlackAppDependencies,
  { userId, entered }: ViewSubmission,
): Promise<ViewResponseAction> {
  const { to: toQuestion, until, from, reason } = delegationQuestions;
  const [by, to] = await Promise.all([findPerson(userId), findPerson(entered(toQuestion.id))]);
  if (!by.ok) return errors({ [toQuestion.id]: refusalText(by.error) });
  if (!to.ok)
    return errors({ [toQuestion.id]: refusalText({ kind: "unknown-colleague", typed: "That account" }) });
  const made = await delegations.delegate({
    by: by.value,
    to: to.value,
    from: entered(from.id),
    until: entered(until.id),
    reason: entered(reason.id),
    surface: "slack",
  });
  if (made.ok)
    return {
      response_action: "update",
      view: noticeView(delegatedText(made.value, now()).replaceAll("`", "")),
    };
  const isOfTime = made.error.kind === "invalid-parameters";
  return errors({ [isOfTime ? until.id : toQuestion.id]: refusalText(made.error) });
}
