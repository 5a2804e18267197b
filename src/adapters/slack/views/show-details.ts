import type { types } from "@slack/bolt";
import type { Fact } from "../../../core/fact.ts";
import type { ApprovalRequest } from "../../../core/request.ts";
import { bold, paragraph, plainText } from "../text-objects.ts";

/** What the card has no room for, in full. */
export function detailsView(request: ApprovalRequest): types.ModalView {
  return {
    type: "modal",
    title: plainText("Details", 24),
    close: plainText("Close", 24),
    blocks: [
      { type: "header", text: plainText(request.description.title, 150) },
      ...renderDetails(request.description.longFacts ?? []),
    ],
  };
}

/** Two blocks for each, so that twenty of them leave room in a view's hundred. */
export function renderDetails(details: readonly Fact[]): types.KnownBlock[] {
  return details.flatMap(({ label, value }) => [
    { type: "section" as const, text: bold(label) },
    paragraph(value),
  ]);
}
