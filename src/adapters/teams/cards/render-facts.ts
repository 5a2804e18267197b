import type { CardFact } from "../../../core/card.ts";
import type { CardElement, Scale } from "./adaptive-card.ts";
import { labelled, line, localTime, ownWords } from "./text-elements.ts";

const mostFacts = 20;

/** What is no longer as it was approved, above everything that was. */
export function renderChanges(changes: readonly CardFact[], scale: Scale): readonly CardElement[] {
  if (changes.length === 0) return [];
  const title = line("Changed since it was approved", 100, { weight: "bolder", color: "warning" });
  return [title, ...renderFacts(changes, scale)];
}

export function renderFacts(facts: readonly CardFact[], scale: Scale): readonly CardElement[] {
  const shown = facts.slice(0, Math.ceil(mostFacts * Math.max(scale, 0.25)));
  return [
    ...shown.map(({ label, value }, index) =>
      value instanceof Date
        ? ownWords(`**${label.replace(/[^\w ]/g, "").slice(0, 50)}**  ${localTime(value)}`)
        : labelled(label, value, 300 * scale, index === 0 ? {} : { spacing: "small" }),
    ),
    ...more(facts.length - shown.length, "more"),
  ];
}

/** That there are more than are shown; nothing where there are none. */
export function more(count: number, what: string): readonly CardElement[] {
  return count > 0 ? [line(`and ${count} ${what}`, 100, { isSubtle: true })] : [];
}
