/** Markup that is safe to show: made by `html` alone. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Shown = string | number | undefined | Html | readonly Html[];

/** Markup with values between it. Every text is escaped, for content and quoted attributes alike; nothing stands for `undefined`. */
export function html(markup: TemplateStringsArray, ...values: readonly Shown[]): Html {
  return new Html(markup.map((part, index) => part + shown(values[index])).join(""));
}

function shown(value: Shown): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(({ text }) => text).join("");
  return escaped(String(value));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
  "\0": "�",
};

function escaped(text: string): string {
  return text.toWellFormed().replace(/[&<>"'`\0]/g, (character) => entities[character] ?? "");
}
