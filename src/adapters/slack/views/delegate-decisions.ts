import type { types } from "@slack/bolt";
import { delegationQuestions } from "../../../app/delegation/delegation-texts.ts";
import { plainText } from "../text-objects.ts";
import { input, textInput } from "./inputs.ts";

export const delegateViewId = "delegate_decisions";

/** Who decides for the reader, and for how long. */
export function delegateView(): types.ModalView {
  const { to, until, from, reason } = delegationQuestions;
  return {
    type: "modal",
    callback_id: delegateViewId,
    title: plainText("Somebody decides for me", 24),
    submit: plainText("Delegate", 24),
    close: plainText("Cancel", 24),
    blocks: [
      input(
        { ...to, isRequired: true },
        { type: "users_select", action_id: to.id, placeholder: plainText("Who", 150) },
      ),
      input({ ...until, isRequired: true }, { type: "datepicker", action_id: until.id }),
      input({ ...from, isRequired: false }, { type: "datepicker", action_id: from.id }),
      textInput({ ...reason, isRequired: false, maxLength: 300 }),
    ],
  };
}
