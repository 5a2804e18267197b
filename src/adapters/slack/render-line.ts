import type { Announcement } from "../../core/announcement.ts";
import { toneSigns } from "../../core/tone-signs.ts";
import { escapeMrkdwn } from "./escape-mrkdwn.ts";
import type { Message } from "./message.ts";
import { paragraph } from "./text-objects.ts";

/** Beyond that many, the rest of the lines share the last paragraph. */
const mostParagraphs = 20;

/** One entry of a thread, or a notice to a person; each of its lines is a paragraph. */
export function renderLine({ text, tone }: Announcement): Message {
  const entry = `${toneSigns[tone]} ${text}`;
  const lines = entry.split("\n").filter((line) => line.trim() !== "");
  const rest = lines.slice(mostParagraphs - 1).join("\n");
  return {
    text: escapeMrkdwn(entry, 3000),
    blocks: [...lines.slice(0, mostParagraphs - 1), ...(rest === "" ? [] : [rest])].map((line) =>
      paragraph(line),
    ),
  };
}
