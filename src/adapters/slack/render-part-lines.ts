import type { types } from "@slack/bolt";
import { partLinesOf } from "../../core/bulk/part-lines.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { shortened } from "../../core/texts.ts";
import { bold, paragraph } from "./text-objects.ts";

/** A few are read best one below the other, each a paragraph. */
const mostAlone = 10;

/** So that at most five paragraphs hold 50 lines, and the card with them stays within Slack's 50 blocks. */
const longestLine = 250;
const longestParagraph = 2700;

/** Every instance of a bulk request, a line each; nothing for any other request. */
export function renderPartLines(request: ApprovalRequest): types.KnownBlock[] {
  const lines = partLinesOf(request).map((line) => `• ${shortened(line, longestLine)}`);
  if (lines.length === 0) return [];
  const paragraphs: string[] = [];
  for (const line of lines) {
    const longer = `${paragraphs.at(-1) ?? ""}\n${line}`;
    const isTogether = lines.length > mostAlone && paragraphs.length > 0;
    if (isTogether && longer.length <= longestParagraph) paragraphs.splice(-1, 1, longer);
    else paragraphs.push(line);
  }
  return [
    { type: "section", text: bold(`The ${lines.length} instances`) },
    ...paragraphs.map((text) => paragraph(text)),
  ];
}
