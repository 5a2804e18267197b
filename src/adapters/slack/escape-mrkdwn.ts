const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * Text for a place where Slack reads markup, at most `limit` long once escaped: mentions and links stay text. What people
 * wrote goes into blocks as plain text instead, where `*`, `_`, `~` and backticks mean nothing either: an escape for those
 * does not exist, and invisible characters between them would be copied along with an instance's name.
 */
export function escapeMrkdwn(text: string, limit: number): string {
  return escaped(fitted(text, limit));
}

/**
 * Text for a plain text object of Slack, cut with an ellipsis where it is longer than `limit`, no character in two. Counted
 * as if escaped: so it fits whichever form Slack measures. Without what cannot be seen or turns the reading direction of
 * the text after it, and with one empty line where there are several.
 */
export function fitted(text: string, limit: number): string {
  const readable = text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, "")
    .replace(/\n{3,}/g, "\n\n");
  if (escaped(readable).length <= limit) return readable;
  let cut = "";
  let length = 1;
  for (const character of readable) {
    length += escaped(character).length;
    if (length > limit) break;
    cut += character;
  }
  return `${cut}…`;
}

/** Undoes Slack's own escaping of the text of a command. */
export function unescapeMrkdwn(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character);
}
