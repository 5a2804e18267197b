import type { types } from "@slack/bolt";
import { reviewWords } from "../../../app/chat/chat-texts.ts";
import { titleOf } from "../../../core/break-glass.ts";
import { cardOf } from "../../../core/card.ts";
import type { Review } from "../../../core/decision.ts";
import type { ApprovalRequest } from "../../../core/request.ts";
import { renderFacts } from "../render-card.ts";
import { paragraph, plainText } from "../text-objects.ts";
import { commentBlock } from "./decide-request.ts";
import { longTextInput } from "./inputs.ts";

export const reviewViewIds = {
  confirm: "confirm_emergency",
  object: "object_to_emergency",
} as const satisfies Record<Review["verdict"], string>;

/** Says again what was done in the emergency, and asks for a comment or, for an objection, the reason. */
export function reviewEmergencyView(
  verdict: Review["verdict"],
  request: ApprovalRequest,
  now: Date,
): types.ModalView {
  const { title, submit, label, hint } = reviewWords[verdict];
  const { effect, state, facts, justification, results } = cardOf(request, now);
  return {
    type: "modal",
    callback_id: reviewViewIds[verdict],
    private_metadata: JSON.stringify({ requestId: request.id }),
    title: plainText(title, 24),
    submit: plainText(submit, 24),
    close: plainText("Back", 24),
    blocks: [
      { type: "header", text: plainText(titleOf(request), 150) },
      paragraph(state.text, 300),
      paragraph(effect, 1000),
      paragraph(`“${justification}”`, 1000),
      ...renderFacts([...facts, ...results]),
      longTextInput({ id: commentBlock, label, hint, isRequired: verdict === "object" }),
    ],
  };
}
