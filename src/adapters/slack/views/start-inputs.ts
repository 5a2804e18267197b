import type { types } from "@slack/bolt";
import { questions } from "../../../app/form/questions.ts";
import { type StartQuestion, timeHint, timeLabel } from "../../../app/form/start-question.ts";
import { plainText } from "../text-objects.ts";
import { input, option, textInput } from "./inputs.ts";

/** When it is to start, as a choice and a line for a moment. */
export function startInputs({ options, hint }: StartQuestion): types.InputBlock[] {
  return [
    input(
      { id: questions.when, label: "When", hint, isRequired: false },
      {
        type: "static_select",
        action_id: questions.when,
        placeholder: plainText("When it may start", 150),
        options: options.map(({ text, value }) => option(text, value)),
      },
    ),
    textInput({ id: questions.time, label: timeLabel, hint: timeHint, isRequired: false }),
  ];
}
