import { partLinesOf } from "../../../core/bulk/part-lines.ts";
import { cardOf } from "../../../core/card.ts";
import { mayPress } from "../../../core/may-press.ts";
import type { Person } from "../../../core/person.ts";
import type { ApprovalRequest } from "../../../core/request.ts";
import type { AdaptiveCard } from "../cards/adaptive-card.ts";
import { type CardView, renderCard } from "../cards/render-card.ts";

/** A request's card with the buttons that do something for this reader, and what only they are told. */
export function viewFor(
  request: ApprovalRequest,
  reader: { readonly person: Person; readonly userId: string },
  now: Date,
  notice?: CardView["notice"],
): AdaptiveCard {
  const card = cardOf(request, now);
  return renderCard(card, {
    actions: card.actions.filter((action) => mayPress(action, request, reader.person, now)),
    // Asked for again when the card changes, as long as there is something to press.
    viewers: card.actors.includes(reader.person.id) ? [reader.userId] : [],
    hasMore: false,
    notice,
    partLines: partLinesOf(request),
  });
}
