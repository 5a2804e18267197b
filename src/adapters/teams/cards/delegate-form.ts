import { delegationQuestions } from "../../../app/delegation/delegation-texts.ts";
import { type AdaptiveCard, type CardButton, fittingCard } from "./adaptive-card.ts";
import { answerTo, dateInput, type Filled, textInput, unfilled } from "./form-elements.ts";
import { form } from "./request-form.ts";

export const delegateTitle = "Somebody decides for me";

/** Says which of the forms a press opens. */
export const delegateForm = "delegate";

/** Teams opens a form from a press alone, so a line that asks for one gets a button. */
export const openDelegationButton: CardButton = {
  type: "Action.Submit",
  title: delegateTitle,
  style: "positive",
  data: { msteams: { type: "task/fetch" }, form: delegateForm },
};

const longestAddress = 254;
const longestReason = 300;
const isDay = /^\d{4}-\d{2}-\d{2}$/;

/** Who decides for the reader, and for how long. */
export function delegateCard({ entered, issues }: Filled = unfilled): AdaptiveCard {
  const { to, until, from, reason } = delegationQuestions;
  const filled = { entered: (question: string) => entered(question).slice(0, longestReason), issues };
  return fittingCard(() =>
    form(
      [
        ...textInput(
          { ...to, hint: "Their mail address.", isRequired: true, ...answerTo(to.id, filled) },
          { maxLength: longestAddress, isMultiline: false },
        ),
        ...dateInput({ ...until, hint: "", isRequired: true, ...dayIn(until.id) }),
        ...dateInput({ ...from, isRequired: false, ...dayIn(from.id) }),
        ...textInput(
          { ...reason, hint: "", isRequired: false, ...answerTo(reason.id, filled) },
          { maxLength: longestReason, isMultiline: false },
        ),
      ],
      "Delegate",
      { step: "delegate" },
    ),
  );

  /** A date's own input takes nothing else. */
  function dayIn(question: string) {
    const answer = answerTo(question, filled);
    return isDay.test(answer.entered) ? answer : { ...answer, entered: "" };
  }
}
