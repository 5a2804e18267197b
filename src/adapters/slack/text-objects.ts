import type { types } from "@slack/bolt";
import { momentText } from "../../core/texts.ts";
import { escapeMrkdwn, fitted } from "./escape-mrkdwn.ts";

/** Text as it is: nothing in it is markup, an emoji's name or a link. Slack takes no empty text, so that becomes a dash. */
export function plainText(text: string, limit: number): types.PlainTextElement {
  const shown = fitted(text, limit);
  return { type: "plain_text", text: shown.trim() === "" ? "–" : shown, emoji: false };
}

/** Our own wording in bold. */
export function bold(words: string): types.MrkdwnElement {
  return { type: "mrkdwn", text: `*${escapeMrkdwn(words, 200)}*`, verbatim: true };
}

/** A moment in the reader's own time zone. */
export function localTime(moment: Date): types.MrkdwnElement {
  return { type: "mrkdwn", text: dateToken(moment), verbatim: true };
}

/** Slack's token for a moment, with UTC for clients that cannot localise it. */
function dateToken(moment: Date): string {
  const unix = Math.floor(moment.getTime() / 1000);
  return `<!date^${unix}^{date_short_pretty} {time}|${momentText(moment)}>`;
}

/** One paragraph of plain text; 3,000 characters is Slack's limit for a section. */
export function paragraph(text: string, limit = 3000): types.SectionBlock {
  return { type: "section", text: plainText(text, limit) };
}
