import type { Entered, FormIssue } from "../../../app/form/questions.ts";
import type { CardElement } from "./adaptive-card.ts";
import { line } from "./text-elements.ts";

interface Asked {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly isRequired: boolean;
  /** What is said where it is left empty. */
  readonly missing?: string;
  /** What was entered before, when the form comes back. */
  readonly entered: string;
  /** What is wrong with that; empty where nothing is. */
  readonly issue: string;
}

/** What a form was filled in with, and what is wrong with it. */
export interface Filled {
  readonly entered: Entered;
  readonly issues: readonly FormIssue[];
}

export const unfilled: Filled = { entered: () => "", issues: [] };

/** What stands in and below one question when the form comes back. */
export function answerTo(question: string, { entered, issues }: Filled) {
  const issue = issues.find((one) => one.question === question)?.text ?? "";
  return { entered: entered(question), issue };
}

export interface ChoiceOption {
  readonly title: string;
  readonly value: string;
}

export function textInput(
  asked: Asked,
  { maxLength, isMultiline }: { maxLength: number; isMultiline: boolean },
): readonly CardElement[] {
  return [
    {
      type: "Input.Text",
      ...shared(asked),
      ...(isMultiline && { isMultiline }),
      maxLength,
      ...enteredValue(asked),
    },
    ...below(asked),
  ];
}

/** A day, as `2026-12-04`. */
export function dateInput(asked: Asked): readonly CardElement[] {
  return [{ type: "Input.Date", ...shared(asked), ...enteredValue(asked) }, ...below(asked)];
}

/** A menu; with `dataset`, what is typed is also looked up by the bot, as there may be more than the first choices. */
export function choiceInput(
  asked: Asked,
  choices: readonly ChoiceOption[],
  { dataset }: { readonly dataset?: string } = {},
): readonly CardElement[] {
  return [
    {
      type: "Input.ChoiceSet",
      ...shared(asked),
      style: choices.length > 8 || dataset !== undefined ? "filtered" : "compact",
      choices,
      ...(dataset !== undefined && { "choices.data": { type: "Data.Query", dataset } }),
      ...enteredValue(asked),
    },
    ...below(asked),
  ];
}

function shared({ id, label, isRequired, missing = "This is needed." }: Asked) {
  return { id, label, ...(isRequired && { isRequired, errorMessage: missing }) };
}

function enteredValue({ entered }: Asked) {
  return entered === "" ? {} : { value: entered };
}

function below({ hint, issue }: Asked): readonly CardElement[] {
  return [
    ...(issue === "" ? [] : [line(`⚠️ ${issue}`, 500, { color: "attention", spacing: "none" })]),
    ...(hint === "" ? [] : [line(hint, 300, { isSubtle: true, size: "small", spacing: "none" })]),
  ];
}
