import type { types } from "@slack/bolt";
import { z } from "zod";
import type { RequestForm } from "../../../app/form/describe-form.ts";
import {
  justificationHint,
  justificationLabel,
  parameterQuestion,
  questions,
} from "../../../app/form/questions.ts";
import type { FormField } from "../../../operations/frame/form-field.ts";
import { renderFacts } from "../render-card.ts";
import { paragraph, plainText } from "../text-objects.ts";
import { choiceInput, longTextInput, type Question, textInput, yesNoInput } from "./inputs.ts";
import { startInputs } from "./start-inputs.ts";

export const describeRequestId = "describe_request";

/** The first step's choice, carried by the second one. */
export const choiceSchema = z.object({ operation: z.string(), instanceId: z.string() });

/** The second step: the operation's own questions, when, why, and what it will do. */
export function describeRequestView({
  choice,
  title,
  effect,
  facts,
  fields,
  start,
}: RequestForm): types.ModalView {
  return {
    type: "modal",
    callback_id: describeRequestId,
    private_metadata: JSON.stringify(choice),
    title: plainText("Request an operation", 24),
    submit: plainText("Send request", 24),
    close: plainText("Cancel", 24),
    blocks: [
      { type: "header", text: plainText(title, 150) },
      ...(effect === "" ? [] : [paragraph(effect, 1000)]),
      ...renderFacts(facts),
      ...fields.map(toInput),
      ...startInputs(start),
      longTextInput({
        id: questions.justification,
        label: justificationLabel,
        hint: justificationHint,
        isRequired: true,
      }),
    ],
  };
}

function toInput({ parameter, label, hint, isRequired, ...field }: FormField): types.InputBlock {
  const question: Question = { id: parameterQuestion(parameter), label, hint, isRequired };
  switch (field.kind) {
    case "text":
      return textInput(question);
    case "yes-no":
      return yesNoInput(question);
    case "choice":
      return choiceInput(question, field.options);
  }
}
