import type { AlarmCard } from "../../../core/alarm/alarm.ts";
import { shortened } from "../../../core/texts.ts";
import { toneSigns } from "../../../core/tone-signs.ts";
import { type Message, messageOf } from "../message.ts";
import { adaptiveCard, type CardElement, fittingCard, type Scale } from "./adaptive-card.ts";
import { renderFacts } from "./render-facts.ts";
import { heading, line, paragraphs } from "./text-elements.ts";

/** An alarm as it stands: what rings first, where to read on last. */
export function alarmMessage({ title, state, meaning, facts, reason, links }: AlarmCard): Message {
  const stands = `${toneSigns[state.tone]} ${state.text}`;
  const body = (scale: Scale): readonly CardElement[] => [
    heading(title, 150),
    line(stands, 300, { spacing: "small" }),
    ...paragraphs(meaning, 1000 * scale),
    ...renderFacts(facts, scale),
    line(reason, 1000 * scale, { isSubtle: true, size: "small" }),
  ];
  return messageOf(
    shortened(`${title}: ${stands}`, 300),
    fittingCard((scale) =>
      adaptiveCard({
        body: body(scale),
        actions: links.map(({ label, url }) => ({ type: "Action.OpenUrl", title: label, url })),
      }),
    ),
  );
}
