import type { Command } from "../../../app/chat/parse-command.ts";
import {
  delegatedText,
  delegationQuestions,
  delegationsText,
  undelegatedText,
} from "../../../app/delegation/delegation-texts.ts";
import type { Entered, FormIssue } from "../../../app/form/questions.ts";
import type { Person } from "../../../core/person.ts";
import { refusalText } from "../../../core/refusal-text.ts";
import { type Answer, dialogAnswer, noticeAnswer } from "../answer.ts";
import { delegateCard, delegateTitle } from "../cards/delegate-form.ts";
import { textMessage } from "../cards/render-lines.ts";
import { findByMail, findMentioned } from "../find-mentioned.ts";
import type { Message } from "../message.ts";
import type { Sender } from "../read-activity.ts";
import type { TeamsAppDependencies } from "../teams-app-dependencies.ts";
import type { TypedLine } from "../typed-line.ts";
import { refusalMessage } from "./refusal-message.ts";

const surface = "teams";

/** Has somebody decide for the reader, as they typed it. */
export async function delegateByLine(
  deps: TeamsAppDependencies,
  sender: Sender,
  line: TypedLine,
  { to: word, from, until, reason }: Extract<Command, { kind: "delegate" }>,
  by: Person,
): Promise<Message> {
  const to = await findMentioned(deps, sender, word, line);
  if (!to.ok) return refusalMessage(to.error);
  const period = { from: line.named(from), until: line.named(until) };
  const wish = { by, to: to.value, ...period, reason: line.named(reason), surface } as const;
  const made = await deps.delegations.delegate(wish);
  return made.ok ? textMessage(delegatedText(made.value, deps.now())) : refusalMessage(made.error);
}

/** Ends what the reader has made, or what is between them and another one. */
export async function undelegateByLine(
  deps: TeamsAppDependencies,
  sender: Sender,
  line: TypedLine,
  word: string,
  by: Person,
): Promise<Message> {
  const other = word === "" ? undefined : await findMentioned(deps, sender, word, line);
  if (other && !other.ok) return refusalMessage(other.error);
  const ended = await deps.delegations.undelegate({ by, other: other?.value.id, surface });
  return ended.ok ? textMessage(undelegatedText(ended.value)) : refusalMessage(ended.error);
}

export async function showDelegations({ delegations, now }: TeamsAppDependencies): Promise<Message> {
  return textMessage(delegationsText(await delegations.list(), now()));
}

/** Opens the form for whoever Countersign knows. */
export async function openDelegationForm(
  { findPerson }: TeamsAppDependencies,
  sender: Sender,
): Promise<Answer> {
  const person = await findPerson(sender);
  return person.ok ? dialogAnswer(delegateTitle, delegateCard()) : noticeAnswer(refusalText(person.error));
}

/** The form came back: that somebody decides now, or the same form with what is wrong. */
export async function takeDelegation(
  deps: TeamsAppDependencies,
  sender: Sender,
  { by, entered }: { readonly by: Person; readonly entered: Entered },
): Promise<Answer> {
  const { to: toQuestion, until, from, reason } = delegationQuestions;
  const to = await findByMail(deps, sender, entered(toQuestion.id));
  if (!to.ok) return again({ question: toQuestion.id, text: refusalText(to.error) });
  const made = await deps.delegations.delegate({
    by,
    to: to.value,
    from: entered(from.id),
    until: entered(until.id),
    reason: entered(reason.id),
    surface,
  });
  if (made.ok) return noticeAnswer(delegatedText(made.value, deps.now()));
  const isOfTime = made.error.kind === "invalid-parameters";
  return again({ question: isOfTime ? until.id : toQuestion.id, text: refusalText(made.error) });

  function again(issue: FormIssue): Answer {
    return dialogAnswer(delegateTitle, delegateCard({ entered, issues: [issue] }));
  }
}
