import type { types } from "@slack/bolt";
import type { Link } from "../../core/alarm/alarm.ts";
import { findAwsPage } from "../../core/aws-page.ts";
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

/** A moment to the second in the reader's own time zone, for what is out of date within minutes. */
export function localSecond(moment: Date): types.MrkdwnElement {
  const utc = `${moment.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  return { type: "mrkdwn", text: dateToken(moment, "{time_secs}", utc), verbatim: true };
}

/** A link to a page of AWS's documentation, named after its file; plain text where the address is not one. */
export function awsPage(address: string): types.MrkdwnElement | types.PlainTextElement {
  const page = findAwsPage(address);
  if (!page) return plainText(address, 300);
  return { type: "mrkdwn", text: `<${page.address}|${page.name}>`, verbatim: true };
}

/** A link of our own making: neither part holds anybody's text that is not encoded. */
export function ownLink({ label, url }: Link): types.MrkdwnElement {
  const address = url.replaceAll("&", "&amp;").replaceAll("|", "%7C").replaceAll(">", "%3E");
  return { type: "mrkdwn", text: `<${address}|${escapeMrkdwn(label, 100)}>`, verbatim: true };
}

/** Slack's token for a moment, with UTC for clients that cannot localise it. */
function dateToken(moment: Date, time = "{time}", utc = momentText(moment)): string {
  const unix = Math.floor(moment.getTime() / 1000);
  return `<!date^${unix}^{date_short_pretty} ${time}|${utc}>`;
}

/** One paragraph of plain text; 3,000 characters is Slack's limit for a section. */
export function paragraph(text: string, limit = 3000): types.SectionBlock {
  return { type: "section", text: plainText(text, limit) };
}
