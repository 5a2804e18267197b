import { type AdaptiveCard, adaptiveCard } from "./cards/adaptive-card.ts";
import { paragraphs, plain } from "./cards/text-elements.ts";
import { cardType } from "./message.ts";

/** What an invoke is answered with, as Teams' reference of each kind has it. */
export type Answer = Readonly<Record<string, unknown>>;

/** To a press on a card: what only the one who pressed sees in its place. */
export function cardAnswer(card: AdaptiveCard): Answer {
  return { statusCode: 200, type: cardType, value: card };
}

/** To a press on a card that cannot be drawn for them: a sentence. */
export function textAnswer(text: string): Answer {
  return { statusCode: 200, type: "application/vnd.microsoft.activity.message", value: plain(text) };
}

/** A dialog: opened, or the next step of the one that is open. */
export function dialogAnswer(title: string, card: AdaptiveCard): Answer {
  const content = { contentType: cardType, content: card };
  return { task: { type: "continue", value: { title, height: "large", width: "medium", card: content } } };
}

/** A dialog that only says something. */
export function noticeAnswer(text: string): Answer {
  return dialogAnswer("Countersign", adaptiveCard({ body: paragraphs(plain(text), 3000) }));
}

/** To what somebody types into a choice that asks the bot. */
export function choicesAnswer(
  results: readonly { readonly title: string; readonly value: string }[],
): Answer {
  return { statusCode: 200, type: "application/vnd.microsoft.search.searchResponse", value: { results } };
}

export interface FoundCard {
  readonly title: string;
  readonly text: string;
  readonly card: AdaptiveCard;
}

/** To a search of the message extension. */
export function foundAnswer(found: readonly FoundCard[]): Answer {
  const attachments = found.map(({ title, text, card }) => ({
    contentType: cardType,
    content: card,
    preview: { contentType: "application/vnd.microsoft.card.thumbnail", content: { title, text } },
  }));
  return { composeExtension: { type: "result", attachmentLayout: "list", attachments } };
}

export function foundNothingAnswer(text: string): Answer {
  return { composeExtension: { type: "message", text: plain(text) } };
}
