import type { Card } from "../../../core/card.ts";
import type { CardAction } from "../../../core/card-actions.ts";
import { shortened } from "../../../core/texts.ts";
import type { CardButton, CardElement, Scale } from "./adaptive-card.ts";
import { cancelButton, executeButton, openingButton, revertButton, type Shown, verbs } from "./buttons.ts";
import type { CardView } from "./card-view.ts";
import { decideButton, reviewButton } from "./decide-button.ts";
import { unfilled } from "./form-elements.ts";
import { renderDetails } from "./render-details.ts";
import { renderChanges } from "./render-facts.ts";
import { labelled, line, paragraphs } from "./text-elements.ts";

/** How much room a card's texts have, and its long details; and whether whoever approves has those before their eyes once more. */
export interface Room {
  readonly scale: Scale;
  readonly details: Scale;
  readonly isRepeated?: boolean;
}

/** What this reader can press, and what opens at it. */
export function renderActions(
  card: Card & Shown,
  { actions, hasMore, partLines = [], ...view }: CardView,
  { scale, details, isRepeated = false }: Room,
): readonly CardButton[] {
  // Half of what somebody entered is not what they entered.
  const filled = scale === 1 && view.filled ? view.filled : unfilled;
  const windows = view.limitWindows?.slice(0, Math.ceil(view.limitWindows.length * scale));
  const again = [...paragraphs(card.effect, 500 * scale), labelled("Digest", card.digest.slice(0, 12), 20)];
  const whole = [
    ...renderChanges(card.changes, scale),
    ...again,
    ...partLines.map((one) => line(`• ${one}`, 200 * scale, { spacing: "none" })),
    ...(isRepeated ? renderDetails(card.longDetails, details) : pointTo(card.longDetails)),
  ];
  const done = [line(card.state.text, Math.max(150, 300 * scale)), ...again];
  const buttons = {
    approve: () => decideButton("approve", card, whole, { filled, windows }),
    reject: () => decideButton("reject", card, again, { filled }),
    cancel: () => cancelButton(card),
    confirm: () => reviewButton("confirm", card, done, filled),
    object: () => reviewButton("object", card, done, filled),
    revert: () => revertButton(card, shortened(card.wayBack, 50) || "Revert"),
    refresh: () => executeButton("Refresh", verbs.refresh, card),
    details: () => openingButton("Show details", renderDetails(card.longDetails, details)),
  } as const satisfies Record<CardAction, () => CardButton>;
  return [
    ...actions.map((action) => buttons[action]()),
    ...(hasMore ? [executeButton("What can I do here?", verbs.view, card)] : []),
  ];
}

/** Where there is no room for them a second time. */
function pointTo(details: Card["longDetails"]): readonly CardElement[] {
  return details.length === 0
    ? []
    : [line("Read “Show details” first: it is part of what you approve.", 100, { color: "warning" })];
}
