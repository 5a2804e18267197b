import { type Confirmation, cancelQuestion, revertQuestion } from "../../../app/chat/chat-texts.ts";
import type { Card } from "../../../core/card.ts";
import { type HomeQuery, homeQueryText } from "../../../core/home/home-query.ts";
import type { CardButton, CardElement } from "./adaptive-card.ts";
import { line } from "./text-elements.ts";

/** What a pressed button asks for. */
export const verbs = {
  approve: "request_approve",
  reject: "request_reject",
  cancel: "request_cancel",
  confirm: "request_confirm",
  object: "request_object",
  revert: "request_revert",
  refresh: "request_refresh",
  view: "request_view",
} as const;

/** What a button of somebody's home asks for. */
export const homeVerbs = {
  show: "home_show",
  filter: "home_filter",
  open: "home_open",
  analytics: "home_analytics",
} as const;

type Verb = (typeof verbs)[keyof typeof verbs];

/** Where each verb's text is entered; every id counts once in a card. */
export const commentInputs = {
  approve: "approve_comment",
  reject: "reject_reason",
  confirm: "confirm_comment",
  object: "object_reason",
} as const;

/** What a button tells of the card that it stands on. */
export interface Shown extends Pick<Card, "requestId" | "digest"> {
  /** What the home showed that it was opened from. */
  readonly home?: HomeQuery | undefined;
}

/** Teams opens a form from a press alone, so whatever leads to one has this button. */
export const openFormButton: CardButton = {
  type: "Action.Submit",
  title: "Request an operation",
  style: "positive",
  data: { msteams: { type: "task/fetch" }, form: "open" },
};

/** The data say which request, and what of it was shown: who acts, and whether they may, is never in a button. */
export function executeButton(
  title: string,
  verb: Verb,
  shown: Shown,
  style?: "positive" | "destructive",
): CardButton {
  const data = dataOf(shown);
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

export function dataOf({ requestId, digest, home }: Shown): Readonly<Record<string, string>> {
  return { request_id: requestId, digest, ...(home && { home: homeQueryText(home) }) };
}

/** A button of the home: the data say what is to be shown. Only the one for the filters sends what is chosen there. */
export function homeButton(
  title: string,
  verb: (typeof homeVerbs)[keyof typeof homeVerbs],
  home: HomeQuery,
  requestId?: string,
): CardButton {
  const data = { home: homeQueryText(home), ...(requestId !== undefined && { request_id: requestId }) };
  const inputs = verb === homeVerbs.filter ? {} : { associatedInputs: "none" };
  return {
    type: "Action.Execute",
    title,
    verb,
    data,
    ...inputs,
    fallback: { type: "Action.Submit", title, data: { ...data, verb }, ...inputs },
  };
}

/** A button that opens what has to be read, or filled in, before the press that counts; or what is only to be read. */
export function openingButton(
  title: string,
  body: readonly CardElement[],
  button?: CardButton,
  style?: "positive" | "destructive",
): CardButton {
  return {
    type: "Action.ShowCard",
    title,
    ...(style && { style }),
    card: { type: "AdaptiveCard", body, ...(button && { actions: [button] }) },
  };
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
