import type { Fact } from "../../../core/fact.ts";
import { longestDetail, longestDetailName, mostDetails } from "../../../core/task/task-details.ts";
import type { CardElement, Scale } from "./adaptive-card.ts";
import { line, paragraphs } from "./text-elements.ts";

const mostLines = 40;

/** What the card itself has no room for, each under its name, and that it is not whole where it is not. */
export function renderDetails(details: readonly Fact[], scale: Scale): readonly CardElement[] {
  const shown = details.slice(0, scale < 0.125 ? Math.ceil(2 * mostDetails * scale) : mostDetails);
  const limit = longestDetail * scale;
  const isCut = shown.length < details.length || shown.some(({ value }) => value.length > limit);
  return [
    ...shown.flatMap(({ label, value }) => [
      line(label, longestDetailName, { weight: "bolder", spacing: "medium" }),
      ...paragraphs(value, limit, { mostLines: Math.ceil(mostLines * scale) }),
    ]),
    ...(isCut
      ? [
          line("Teams has no room for all of it. Ask for the rest before you decide.", 100, {
            color: "warning",
          }),
        ]
      : []),
  ];
}
