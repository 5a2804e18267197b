import type { Block, MailView } from "./mail-view.ts";

/**
 * A mail as plain text. Whatever people wrote stands indented or behind a `>`: only this function begins a line at the margin, so
 * no text can pass itself off as a link of ours.
 */
export function renderText(view: MailView, origin: string): string {
  const { links, deadline } = view;
  const parts = [
    `Countersign: ${view.title}`,
    view.state,
    indented(view.lead, "  "),
    ...(links ? [`Approve: ${links.approve}\nReject:  ${links.reject}`] : []),
    ...(deadline === "" ? [] : [`Decide by ${deadline}`]),
    ...view.blocks.map(blockText),
    footerLines(view, origin).join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "rows":
      return [
        `${block.heading}:`,
        ...block.rows.map(({ label, value }) => indented(`${label}: ${value}`, "  ", "    ")),
      ].join("\n");
    case "text":
    case "quote": {
      const prefix = block.kind === "quote" ? "> " : "  ";
      const heading = block.heading === "" ? "" : `${block.heading}:\n`;
      return `${heading}${indented(block.text, prefix)}`;
    }
    case "note":
      return indented(block.text, "  ");
  }
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

function indented(text: string, first: string, others = first): string {
  return text
    .split("\n")
    .map((line, index) => `${index === 0 ? first : others}${line}`)
    .join("\n");
}
