import { shortened } from "../../core/texts.ts";

/**
 * Text of people for a mail, at most `limit` long: without what cannot be seen, and without what turns the reading direction of the
 * text after it, as both make a reader see something else than is there. Line breaks stay.
 */
export function readable(text: string, limit: number): string {
  const clean = text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replace(/[^\P{C}\n\t]/gu, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return shortened(clean, limit);
}

/** The same on one line, as subjects, names and addresses have to be: a line break in a header begins another header. */
export function oneLine(text: string, limit: number): string {
  return shortened(readable(text, limit * 2).replace(/\s+/g, " "), limit);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for a place in HTML, be it between tags or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
