import { type ChatList, summaryText } from "../../../app/chat/chat-lists.ts";
import type { RequestSummary } from "../../../app/ports/request-store.ts";
import type { Announcement } from "../../../core/announcement.ts";
import { shortened } from "../../../core/texts.ts";
import { toneSigns } from "../../../core/tone-signs.ts";
import { type Message, messageOf } from "../message.ts";
import { adaptiveCard, type CardButton, type CardElement, fittingCard } from "./adaptive-card.ts";
import { line, localTime, ownWords, paragraphs, plain } from "./text-elements.ts";

/** The help, and as many who decide for somebody as are told at once. */
const mostLines = 40;

/** Our own words as a message; what they quote of anybody's stays text. */
export function textMessage(text: string, actions: readonly CardButton[] = []): Message {
  const words = plain(text);
  return messageOf(
    shortened(words, 300),
    fittingCard((scale) => adaptiveCard({ body: paragraphs(words, 4000 * scale, { mostLines }), actions })),
  );
}

/** One entry of a thread, or a notice to a person. */
export function lineMessage({ text, tone }: Announcement): Message {
  return textMessage(`${toneSigns[tone]} ${text}`);
}

/** Some requests for one reader. */
export function listMessage({ title, summaries, more, otherwise }: ChatList): Message {
  if (summaries.length === 0) return textMessage(otherwise);
  return messageOf(
    `${title}: ${summaries.length}`,
    fittingCard((scale) =>
      adaptiveCard({
        body: [
          line(title, 100, { weight: "bolder" }),
          ...summaries.flatMap((one) => renderSummary(one, scale)),
          ...(more === "" ? [] : [line(more, 300, { isSubtle: true })]),
        ],
      }),
    ),
  );
}

function renderSummary(summary: RequestSummary, scale: number): readonly CardElement[] {
  return [
    line(summaryText(summary), 500 * scale, { separator: true }),
    line(`${summary.id} · ${summary.requestedBy}`, 400 * scale, { isSubtle: true, spacing: "none" }),
    ownWords(localTime(summary.requestedAt), { spacing: "none" }),
  ];
}
