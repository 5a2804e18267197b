import { filedText } from "../../app/chat/chat-texts.ts";
import type { Refusal } from "../../core/refusal.ts";
import { refusalText } from "../../core/refusal-text.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { escapeMrkdwn, fitted } from "./escape-mrkdwn.ts";
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

export function refusalToReader(refusal: Refusal): MessageToReader {
  return textToReader(refusalText(refusal));
}

/** Of the id of no request that the reader may know of, as it was typed or a button carries it. */
export function unknownToReader(given: string): MessageToReader {
  return refusalToReader({ kind: "unknown-request", requestId: fitted(given, 100) });
}

/** That the reader's request is filed, under which id, and how it stands. */
export function filedToReader(request: ApprovalRequest): MessageToReader {
  return textToReader(filedText(request));
}
