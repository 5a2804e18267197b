import { type Confirmation, cancelQuestion, decisionWords, revertQuestion } from "../../../app/chat-texts.ts";
import type { Card } from "../../../core/card.ts";
import { longestText } from "../../../core/transitions/create.ts";
import type { CardButton, CardElement } from "./adaptive-card.ts";
import { line } from "./text-elements.ts";

/** What a pressed button asks for. */
export const verbs = {
  approve: "request_approve",
  reject: "request_reject",
  cancel: "request_cancel",
  revert: "request_revert",
  refresh: "request_refresh",
  view: "request_view",
} as const;

export type Verb = (typeof verbs)[keyof typeof verbs];

/** Where each verb's text is entered; every id counts once in a card. */
export const commentInputs = { approve: "approve_comment", reject: "reject_reason" } as const;

type Shown = Pick<Card, "requestId" | "digest">;

/** The data say which request, and what of it was shown: who acts, and whether they may, is never in a button. */
export function executeButton(
  title: string,
  verb: Verb,
  { requestId, digest }: Shown,
  style?: "positive" | "destructive",
): CardButton {
  const data = { request_id: requestId, digest };
  const look = style && { style };
  return {
    type: "Action.Execute",
    title,
    verb,
    data,
    ...look,
    // Clients that do not know universal actions send this as a message.
    fallback: { type: "Action.Submit", title, data: { ...data, verb }, ...look },
  };
}

/** A button that opens what has to be read, or filled in, before the press that counts. */
function openingButton(
  title: string,
  body: readonly CardElement[],
  button: CardButton,
  style?: "positive" | "destructive",
): CardButton {
  return {
    type: "Action.ShowCard",
    title,
    ...(style && { style }),
    card: { type: "AdaptiveCard", body, actions: [button] },
  };
}

/** Says again what will happen, and takes a comment or, for a rejection, the reason. */
export function decideButton(
  kind: "approve" | "reject",
  shown: Shown,
  again: readonly CardElement[],
): CardButton {
  const { submit, label, hint } = decisionWords[kind];
  const isRequired = kind === "reject";
  const input = {
    type: "Input.Text",
    id: commentInputs[kind],
    label,
    isMultiline: true,
    maxLength: longestText,
    ...(hint !== "" && { placeholder: hint }),
    ...(isRequired && { isRequired, errorMessage: "Say why you reject it." }),
  };
  const style = kind === "approve" ? "positive" : "destructive";
  return openingButton(
    submit,
    [...again, input],
    executeButton(kind === "approve" ? "Approve now" : "Reject now", verbs[kind], shown, style),
    style,
  );
}

export function cancelButton(shown: Shown): CardButton {
  return confirmedButton("Cancel request", cancelQuestion, verbs.cancel, shown);
}

export function revertButton(shown: Shown, wayBack: string): CardButton {
  return confirmedButton(wayBack, revertQuestion(wayBack), verbs.revert, shown);
}

function confirmedButton(title: string, { text, yes }: Confirmation, verb: Verb, shown: Shown): CardButton {
  return openingButton(title, [line(text, 300)], executeButton(`${yes} now`, verb, shown));
}
