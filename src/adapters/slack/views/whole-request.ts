import type { types } from "@slack/bolt";
import { cardOf } from "../../../core/card.ts";
import type { ApprovalRequest } from "../../../core/request.ts";
import { renderCard } from "../render-card.ts";
import { renderPartLines } from "../render-part-lines.ts";
import { plainText } from "../text-objects.ts";
import { renderDetails } from "./show-details.ts";

/** The card of a request to be read, with all that it has no room for: 50 blocks at most, and 40 of details. */
export function wholeRequestView(request: ApprovalRequest, now: Date): types.ModalView {
  const { blocks } = renderCard({ ...cardOf(request, now), actions: [] });
  return {
    type: "modal",
    title: plainText("Request", 24),
    close: plainText("Close", 24),
    blocks: [...blocks, ...renderPartLines(request), ...renderDetails(request.description.longFacts ?? [])],
  };
}
