import type { types } from "@slack/bolt";
import { longestText } from "../../../core/transitions/create.ts";
import { plainText } from "../text-objects.ts";

/** A question of a form. Its block and its element have the same id; a message beside it is addressed to that. */
export interface Question {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly isRequired: boolean;
  /** Of a text, in characters; 3,000, Slack's limit, without it. */
  readonly maxLength?: number;
}

export function longTextInput(question: Question): types.InputBlock {
  return input(question, {
    type: "plain_text_input",
    action_id: question.id,
    multiline: true,
    max_length: longestText,
  });
}

export function textInput(question: Question): types.InputBlock {
  const { id, maxLength } = question;
  return input(question, {
    type: "plain_text_input",
    action_id: id,
    ...(maxLength !== undefined && { max_length: maxLength }),
  });
}

export function yesNoInput(question: Question): types.InputBlock {
  const options = ["Yes", "No"].map((word) => option(word, word.toLowerCase()));
  return input(question, { type: "radio_buttons", action_id: question.id, options });
}

/** A menu of the words themselves. */
export function choiceInput(question: Question, choices: readonly string[]): types.InputBlock {
  return input(question, {
    type: "static_select",
    action_id: question.id,
    placeholder: plainText("Choose", 150),
    options: choices.map((choice) => option(choice, choice)),
  });
}

export function input(
  { id, label, hint = "", isRequired }: Question,
  element: types.InputBlock["element"],
): types.InputBlock {
  return {
    type: "input",
    block_id: id,
    label: plainText(label, 2000),
    element,
    optional: !isRequired,
    ...(hint !== "" && { hint: plainText(hint, 2000) }),
  };
}

export function option(text: string, value: string): types.PlainTextOption {
  return { text: plainText(text, 75), value };
}
