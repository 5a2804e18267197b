import type { RequestForm } from "../../../app/form/describe-form.ts";
import {
  type Choice,
  justificationHint,
  justificationLabel,
  parameterQuestion,
  questions,
  severalHint,
  templateChoice,
} from "../../../app/form/questions.ts";
import { timeHint, timeLabel } from "../../../app/form/start-question.ts";
import type { InventoryInstance } from "../../../app/ports/inventory.ts";
import { fullNameOf } from "../../../core/instance-name.ts";
import { findPlaceText } from "../../../core/policy/accounts.ts";
import type { Policy } from "../../../core/policy/policy.ts";
import { shortened } from "../../../core/texts.ts";
import { longestText } from "../../../core/transitions/create.ts";
import { catalogue } from "../../../operations/catalogue.ts";
import type { FormField } from "../../../operations/frame/form-field.ts";
import { type AdaptiveCard, adaptiveCard, type CardElement, fittingCard } from "./adaptive-card.ts";
import {
  answerTo,
  type ChoiceOption,
  choiceInput,
  type Filled,
  textInput,
  unfilled,
} from "./form-elements.ts";
import { renderFacts } from "./render-facts.ts";
import { heading, paragraphs } from "./text-elements.ts";

export const formTitle = "Request an operation";
export const instanceDataset = "instances";

/** Of a menu; beyond it the reader types, and Teams asks for more: its own limit for an answer is 15. */
export const mostOptions = 15;

const longestTyped = 2500;

/** Of one menu, so that a policy with many templates leaves the form one that Teams takes. */
const mostTemplates = 60;

/** Which step of the form comes back, and one id for all its copies. */
type FormStep =
  | { readonly step: "choose" }
  | { readonly step: "delegate" }
  | { readonly step: "describe"; readonly form_id: string; readonly choice: Choice };

/** The first step: what to do, and to which instance or instances. */
export function chooseCard(
  instances: readonly InventoryInstance[],
  policy: Pick<Policy, "accounts" | "templates">,
  filled: Filled = unfilled,
): AdaptiveCard {
  const operations = catalogue.map(({ label, name }) => ({ title: label, value: name }));
  const templates = Object.keys(policy.templates)
    .slice(0, mostTemplates)
    .map((name) => ({ title: shortened(`Template: ${name}`, 100), value: templateChoice(name) }));
  return fittingCard(() =>
    form(
      [
        ...choiceInput(
          {
            id: questions.operation,
            label: "Operation",
            hint: "",
            isRequired: true,
            ...answerTo(questions.operation, filled),
          },
          [...templates, ...operations],
        ),
        ...choiceInput(
          {
            id: questions.instance,
            label: "Instance",
            hint: "",
            isRequired: false,
            ...answerTo(questions.instance, filled),
          },
          instanceChoices(instances, policy),
          { dataset: instanceDataset },
        ),
        ...textInput(
          {
            id: questions.several,
            label: "Or several: names, a pattern or a tag",
            hint: severalHint,
            isRequired: false,
            ...answerTo(questions.several, filled),
          },
          { maxLength: longestTyped, isMultiline: false },
        ),
      ],
      "Next",
      { step: "choose" },
    ),
  );
}

/** Where the policy knows several accounts or regions, each is told with its own, and chosen by its full name. */
export function instanceChoices(
  instances: readonly InventoryInstance[],
  { accounts }: Pick<Policy, "accounts">,
): readonly ChoiceOption[] {
  return instances.slice(0, mostOptions).map((instance) => {
    const { id, environment } = instance;
    const place = findPlaceText(accounts, instance);
    return place === undefined
      ? { title: `${id} · ${environment}`, value: id }
      : { title: shortened(`${id} · ${environment} · ${place}`, 200), value: fullNameOf(instance) };
  });
}

/** The second step: the operation's own questions, when, why, and what it will do. */
export function describeCard(
  { choice, title, effect, facts, fields, start, standardReason }: RequestForm,
  formId: string,
  filled: Filled = unfilled,
): AdaptiveCard {
  const whenChoices = start.options.map(({ text, value }) => ({ title: shortened(text, 200), value }));
  return fittingCard((scale) =>
    form(
      [
        heading(title, 150),
        ...(effect === "" ? [] : paragraphs(effect, 1000 * scale)),
        ...renderFacts(facts, scale),
        ...fields.flatMap((field) => fieldInput(field, filled)),
        ...choiceInput(
          {
            id: questions.when,
            label: "When",
            hint: start.hint,
            isRequired: false,
            ...answerTo(questions.when, filled),
          },
          whenChoices.slice(0, Math.ceil(whenChoices.length * scale)),
        ),
        ...textInput(
          {
            id: questions.time,
            label: timeLabel,
            hint: timeHint,
            isRequired: false,
            ...answerTo(questions.time, filled),
          },
          { maxLength: 100, isMultiline: false },
        ),
        ...textInput(
          {
            id: questions.justification,
            label: justificationLabel,
            hint:
              standardReason === undefined ? justificationHint : `“${standardReason}” if you leave it empty.`,
            isRequired: standardReason === undefined,
            ...answerTo(questions.justification, filled),
          },
          { maxLength: longestText, isMultiline: true },
        ),
      ],
      "Send request",
      { step: "describe", form_id: formId, choice },
    ),
  );
}

function fieldInput(field: FormField, filled: Filled): readonly CardElement[] {
  const id = parameterQuestion(field.parameter);
  const { label, hint, isRequired } = field;
  const asked = { id, label, hint, isRequired, ...answerTo(id, filled) };
  switch (field.kind) {
    case "text":
      return textInput(asked, { maxLength: longestTyped, isMultiline: false });
    case "yes-no":
      return choiceInput(
        asked,
        ["Yes", "No"].map((word) => ({ title: word, value: word.toLowerCase() })),
      );
    case "choice":
      return choiceInput(
        asked,
        field.options.map((option) => ({ title: option, value: option })),
      );
  }
}

/** Whatever comes back is told by the step; Teams keeps nothing of a dialog but what its buttons carry. */
export function form(body: readonly CardElement[], send: string, step: FormStep): AdaptiveCard {
  const button = { type: "Action.Submit", title: send, style: "positive", data: { form: step } } as const;
  return adaptiveCard({ body, actions: [button] });
}
