import type { Refusal } from "../../../core/refusal.ts";
import { refusalText } from "../../../core/refusal-text.ts";
import { shortened } from "../../../core/texts.ts";
import { textMessage } from "../cards/render-lines.ts";
import type { Message } from "../message.ts";

export function refusalMessage(refusal: Refusal): Message {
  return textMessage(refusalText(refusal));
}

export function unknownRequest(typedId: string): Message {
  return refusalMessage({ kind: "unknown-request", requestId: shortened(typedId, 100) });
}
