import { decisionWords, reviewWords } from "../../../app/chat/chat-texts.ts";
import { limitQuestions } from "../../../app/form/limit-questions.ts";
import type { Decision, Review } from "../../../core/decision.ts";
import { shortened } from "../../../core/texts.ts";
import { longestText } from "../../../core/transitions/create.ts";
import type { CardButton, CardElement } from "./adaptive-card.ts";
import { commentInputs, executeButton, openingButton, type Shown, verbs } from "./buttons.ts";
import { answerTo, type ChoiceOption, choiceInput, type Filled, textInput } from "./form-elements.ts";

/** "2026-11-22 03:00" and some room. */
const longestMoment = 25;

const longestChoice = 60;

/** A window that an approval can be limited to. */
export interface LimitWindow {
  readonly text: string;
  readonly value: string;
}

/** Says again what will happen, takes a comment or, for a rejection, the reason, and for an approval its limits where there can be any. */
export function decideButton(
  kind: Decision["kind"],
  shown: Shown,
  again: readonly CardElement[],
  { filled, windows }: { readonly filled: Filled; readonly windows?: readonly LimitWindow[] | undefined },
): CardButton {
  const style = kind === "approve" ? "positive" : "destructive";
  const { submit } = decisionWords[kind];
  const missing = "Say why you reject it.";
  const comment = commentInput(kind, decisionWords[kind], { filled, isRequired: kind === "reject", missing });
  return openingButton(
    submit,
    [...again, ...comment, ...(windows ? limitInputs(windows, filled) : [])],
    executeButton(`${submit} now`, verbs[kind], shown, style),
    style,
  );
}

/** Says again what was done in an emergency, and takes a comment or, for an objection, the reason. */
export function reviewButton(
  verdict: Review["verdict"],
  shown: Shown,
  again: readonly CardElement[],
  filled: Filled,
): CardButton {
  const { submit } = reviewWords[verdict];
  const missing = "Say what you object to.";
  const isRequired = verdict === "object";
  const comment = commentInput(verdict, reviewWords[verdict], { filled, isRequired, missing });
  return openingButton(
    submit,
    [...again, ...comment],
    executeButton(`${submit} now`, verbs[verdict], shown, isRequired ? "destructive" : "positive"),
  );
}

function commentInput(
  kind: keyof typeof commentInputs,
  { label, hint }: { readonly label: string; readonly hint: string },
  { filled, ...demand }: { readonly filled: Filled; readonly isRequired: boolean; readonly missing: string },
): readonly CardElement[] {
  const id = commentInputs[kind];
  return textInput(
    { id, label, hint, ...demand, ...answerTo(id, filled) },
    { maxLength: longestText, isMultiline: true },
  );
}

/** When it may start, for those who want to say. */
function limitInputs(windows: readonly LimitWindow[], filled: Filled): readonly CardElement[] {
  const { notBefore, notAfter, window } = limitQuestions;
  const moments = [notBefore, notAfter].flatMap((question) =>
    textInput(
      { ...question, isRequired: false, ...answerTo(question.id, filled) },
      { maxLength: longestMoment, isMultiline: false },
    ),
  );
  if (windows.length === 0) return moments;
  const choices: readonly ChoiceOption[] = windows.map(({ text, value }) => ({
    title: shortened(text, longestChoice),
    value,
  }));
  const asked = { ...window, hint: "", isRequired: false, ...answerTo(window.id, filled) };
  return [...moments, ...choiceInput(asked, choices)];
}
