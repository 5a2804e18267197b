import { limitWindows } from "../../../app/form/limit-questions.ts";
import { partLinesOf } from "../../../core/bulk/part-lines.ts";
import { cardOf } from "../../../core/card.ts";
import { mayPress } from "../../../core/may-press.ts";
import type { Person } from "../../../core/person.ts";
import type { ApprovalRequest } from "../../../core/request.ts";
import type { AdaptiveCard } from "../cards/adaptive-card.ts";
import type { CardView } from "../cards/card-view.ts";
import { renderCard } from "../cards/render-card.ts";
import type { TeamsAppDependencies } from "../teams-app-dependencies.ts";

/** A request's card with the buttons that do something for this reader, and what only they are told. */
export function viewFor(
  { policy, ...clock }: Pick<TeamsAppDependencies, "policy" | "now">,
  request: ApprovalRequest,
  reader: { readonly person: Person; readonly userId: string },
  told: Pick<CardView, "notice" | "filled" | "home"> = {},
): AdaptiveCard {
  const now = clock.now();
  const card = cardOf(request, now);
  return renderCard(card, {
    actions: card.actions.filter((action) => mayPress(action, request, reader.person, now)),
    // Asked for again when the card changes, as long as there is something to press.
    viewers: card.actors.includes(reader.person.id) ? [reader.userId] : [],
    hasMore: false,
    partLines: partLinesOf(request),
    limitWindows: limitWindows(request.intent, policy.windows),
    ...told,
  });
}
