import { shortened } from "../../../core/texts.ts";
import type { CardElement } from "./adaptive-card.ts";

interface Look {
  readonly weight?: "bolder";
  readonly size?: "small" | "medium" | "large";
  readonly color?: "good" | "attention" | "warning" | "accent";
  readonly isSubtle?: true;
}

interface Place {
  readonly spacing?: "none" | "small" | "medium";
  readonly separator?: true;
}

/**
 * Text as it is. A rich text's run knows no markdown, so that what people wrote is never a link, a mention or a list; but the
 * functions for dates count in it too, hence the gap. Without what cannot be seen or turns the reading direction, at most
 * `limit` long.
 */
function fitted(text: string, limit: number): string {
  const readable = text
    .toWellFormed()
    .replace(/\s+/g, " ")
    .replace(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, "")
    .replace(/\{(?=\{)/g, "{ ")
    .trim();
  return readable === "" ? "–" : shortened(readable, limit);
}

/** Our own words without their backticks, which are for chats that read them. */
export function plain(words: string): string {
  return words.replaceAll("`", "");
}

/** One line of text as it is. */
export function line(
  text: string,
  limit: number,
  { spacing, separator, ...look }: Look & Place = {},
): CardElement {
  return richText([run(text, limit, look)], { ...(spacing && { spacing }), ...(separator && { separator }) });
}

/** Our own label in bold, and beside it a text as it is. */
export function labelled(label: string, text: string, limit: number, place: Place = {}): CardElement {
  return richText(
    [
      run(label, Math.max(20, Math.min(100, limit)), { weight: "bolder" }),
      { type: "TextRun", text: "  " },
      run(text, limit),
    ],
    place,
  );
}

/** A text as it is, and behind it a link of our own: an address in a text would be longer than a phone's line. */
export function linked(
  text: string,
  { name, address }: { readonly name: string; readonly address: string },
  limit: number,
): CardElement {
  return richText(
    [
      run(text, limit, { isSubtle: true }),
      { type: "TextRun", text: " " },
      { ...run(name, 100), selectAction: { type: "Action.OpenUrl", url: address } },
    ],
    {},
  );
}

/** A text of several lines as it is, an element each; what is beyond `mostLines` shares the last one. */
export function paragraphs(
  text: string,
  limit: number,
  { mostLines = 8, ...style }: Look & Place & { readonly mostLines?: number } = {},
): readonly CardElement[] {
  const lines = shortened(text.toWellFormed(), limit)
    .split(/\r\n?|\n/)
    .filter((one) => one.trim() !== "");
  const rest = lines.slice(mostLines - 1).join(" ");
  return [...lines.slice(0, mostLines - 1), ...(rest === "" ? [] : [rest])].map((one, index) =>
    line(one, limit, index === 0 ? style : { ...style, spacing: "none" }),
  );
}

export function heading(text: string, limit: number): CardElement {
  return line(text, limit, { weight: "bolder", size: "large" });
}

/** Our own words with moments in the reader's own time zone among them; `words` may hold nobody's text. */
export function ownWords(words: string, { spacing = "small" }: Place = {}): CardElement {
  return { type: "TextBlock", text: words, wrap: true, isSubtle: true, spacing };
}

/** A moment in the reader's own time zone: the functions want seconds and no fractions. */
export function localTime(moment: Date): string {
  const second = `${moment.toISOString().slice(0, 19)}Z`;
  return `{{DATE(${second}, SHORT)}} {{TIME(${second})}}`;
}

function run(text: string, limit: number, look: Look = {}): object {
  return { type: "TextRun", text: fitted(text, limit), ...look };
}

function richText(inlines: readonly object[], place: Place): CardElement {
  return { type: "RichTextBlock", inlines, ...place };
}
