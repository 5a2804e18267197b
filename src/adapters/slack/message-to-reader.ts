import { startOf } from "../../core/intent.ts";
import type { Refusal } from "../../core/refusal.ts";
import { refusalText } from "../../core/refusal.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { statusWords } from "../../core/texts.ts";
import { escapeMrkdwn } from "./escape-mrkdwn.ts";
import type { Message } from "./message.ts";

/** A message that only the person sees who gave the cause. */
export type MessageToReader = Partial<Message> & {
  readonly text: string;
  readonly response_type: "ephemeral";
};

export function toReader(message: Message): MessageToReader {
  return { response_type: "ephemeral", ...message };
}

/** Our own wording, its backticks kept as markup; what it quotes of the reader's cannot become a link or a mention. */
export function textToReader(text: string): MessageToReader {
  return { response_type: "ephemeral", text: escapeMrkdwn(text, 3000) };
}

/** For what nobody foresaw. The write may have been made, so it is no advice to try again blindly. */
export function defectText(traceId: string): string {
  return `Something went wrong, and it may or may not have taken effect: look at the request before you try again. Your operators need this id: ${traceId}.`;
}

export function refusalToReader(refusal: Refusal): MessageToReader {
  return textToReader(refusalText(refusal));
}

/** That the reader's request is filed, under which id, and how it stands. */
export function filedToReader({ id, status, description, intent }: ApprovalRequest): MessageToReader {
  const startsLater = status === "approved" && startOf(intent) !== undefined;
  const words = startsLater ? "approved, about to be scheduled" : statusWords[status];
  return textToReader(`\`${id}\` is ${words}: ${description.title}.`);
}
