import type { AlarmCard } from "../../core/alarm/alarm.ts";
import { toneSigns } from "../../core/tone-signs.ts";
import { escapeMrkdwn } from "./escape-mrkdwn.ts";
import type { Message } from "./message.ts";
import { renderFacts } from "./render-card.ts";
import { ownLink, paragraph, plainText } from "./text-objects.ts";

/** An alarm as it stands: what rings first, where to read on last. */
export function renderAlarm({ title, state, meaning, facts, reason, links }: AlarmCard): Message {
  const stands = `${toneSigns[state.tone]} ${state.text}`;
  return {
    text: `${escapeMrkdwn(title, 150)}: ${escapeMrkdwn(stands, 200)}`,
    blocks: [
      { type: "header", text: plainText(title, 150) },
      paragraph(stands, 300),
      paragraph(meaning, 1000),
      ...renderFacts(facts),
      { type: "context", elements: [plainText(reason, 1000), ...links.map(ownLink)] },
    ],
  };
}
