import type { MailView } from "./mail-view.ts";

/**
 * A mail as plain text. Whatever people wrote stands indented or behind a `>`: only this function begins a line at the margin, so
 * no text can pass itself off as a link of ours.
 */
export function renderText(view: MailView, origin: string): string {
  const { links, said } = view;
  const parts = [
    view.title,
    view.state,
    indented(view.lead, ""),
    ...(links ? [`Approve: ${links.approve}\nReject:  ${links.reject}`] : []),
    ...(view.deadline === "" ? [] : [`Decide by ${view.deadline}`]),
    indented(view.effect, "  "),
    ...(said ? [`${said.by === "" ? "Why" : `${said.by} wrote`}:\n${indented(said.text, "> ")}`] : []),
    ...view.sections.map(
      ({ heading, rows }) =>
        `${heading}\n${rows.map(({ label, value }) => indented(`${label}: ${value}`, "  ")).join("\n")}`,
    ),
    ...(view.guidance === "" ? [] : [`What to do\n${indented(view.guidance, "  ")}`]),
    ...view.notes,
    footerLines(view, origin).join("\n"),
  ];
  return `${parts.filter((part) => part.trim() !== "").join("\n\n")}\n`;
}

/** What every mail ends with. */
export function footerLines({ links, requestId }: MailView, origin: string): readonly string[] {
  return [
    ...(links
      ? [
          `The links are for you alone: please do not forward this mail. A page asks you once more before anything is decided, and its address begins with ${origin}/.`,
        ]
      : []),
    `${requestId} · sent by Countersign, which reads no answers to this address.`,
  ];
}

function indented(text: string, prefix: string): string {
  return text
    .split("\n")
    .map((line, index) => `${prefix === "" && index > 0 ? "  " : prefix}${line}`)
    .join("\n");
}
