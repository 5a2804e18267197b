import type { ChatList } from "../../../app/chat/chat-lists.ts";
import type { RequestSummary } from "../../../app/ports/request-store.ts";
import type { Announcement } from "../../../core/announcement.ts";
import { shortened, statusWords } from "../../../core/texts.ts";
import { findOperation } from "../../../operations/catalogue.ts";
import { type Message, messageOf } from "../message.ts";
import { adaptiveCard, type CardButton, type CardElement, fittingCard } from "./adaptive-card.ts";
import { line, localTime, ownWords, paragraphs } from "./text-elements.ts";
import { toneSigns } from "./tone-signs.ts";

/** The help, and as many who decide for somebody as are told at once. */
const mostLines = 40;

/** Our own words as a message; what they quote of anybody's stays text. Backticks are for chats that read them. */
export function textMessage(text: string, actions: readonly CardButton[] = []): Message {
  const plain = text.replaceAll("`", "");
  return messageOf(
    shortened(plain, 300),
    fittingCard((scale) => adaptiveCard({ body: paragraphs(plain, 4000 * scale, { mostLines }), actions })),
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

/** What and where, and how it stands. */
export function summaryText(summary: RequestSummary): string {
  const { status, operation, subject, environment, risk } = summary;
  const what = `${findOperation(operation)?.label ?? operation} · ${subject} · ${environment}, ${risk} risk`;
  const isOpen = status === "pending" || status === "escalated";
  const received = isOpen ? ` · ${summary.approvalsReceived} of ${summary.approvalsRequired}` : "";
  return `${what} · ${statusWords[status]}${received}`;
}
