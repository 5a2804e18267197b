/** What an element of an answer holds. A `undefined` member is left out, as RDS leaves out what it does not know. */
type XmlContent = string | number | boolean | Date | XmlObject | XmlList;

export interface XmlObject {
  readonly [name: string]: XmlContent | undefined;
}

/** Repeated elements of one name, as in `<TagList><Tag>…</Tag><Tag>…</Tag></TagList>`. */
export class XmlList {
  readonly item: string;
  readonly values: readonly XmlContent[];

  constructor(item: string, values: readonly XmlContent[]) {
    this.item = item;
    this.values = values;
  }
}

/** Writes one element and everything in it; text is escaped, dates are ISO 8601. */
export function renderElement(name: string, content: XmlContent): string {
  return `<${name}>${renderContent(content)}</${name}>`;
}

function renderContent(content: XmlContent): string {
  if (typeof content === "string") return escapeText(content);
  if (typeof content === "number" || typeof content === "boolean") return String(content);
  if (content instanceof Date) return content.toISOString();
  if (content instanceof XmlList) {
    return content.values.map((value) => renderElement(content.item, value)).join("");
  }
  return Object.entries(content)
    .map(([name, value]) => (value === undefined ? "" : renderElement(name, value)))
    .join("");
}

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&apos;"],
  // Written raw, a carriage return would be read back as a line feed (XML 1.0, 2.11).
  ["\r", "&#xD;"],
]);

/** XML 1.0 has no way to write most control characters, not even as references. */
const unwritable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function escapeText(text: string): string {
  return text
    .replace(unwritable, "\u{FFFD}")
    .replace(/[&<>"'\r]/g, (character) => entities.get(character) ?? character);
}
