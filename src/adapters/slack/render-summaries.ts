import type { types } from "@slack/bolt";
import { summaryText } from "../../app/chat/chat-lists.ts";
import type { RequestSummary } from "../../app/ports/request-store.ts";
import type { Message } from "./message.ts";
import { bold, localTime, paragraph, plainText } from "./text-objects.ts";

/** A list of requests for one reader: two blocks each, so at most 20 of them. */
export function renderSummaries(
  title: string,
  summaries: readonly RequestSummary[],
  { more, otherwise }: { readonly more: string; readonly otherwise: string },
): Message {
  if (summaries.length === 0) return { text: otherwise, blocks: [paragraph(otherwise)] };
  const hint: types.KnownBlock[] = more === "" ? [] : [{ type: "context", elements: [plainText(more, 300)] }];
  return {
    text: `${title}: ${summaries.length}`,
    blocks: [{ type: "section", text: bold(title) }, ...summaries.flatMap(renderSummary), ...hint],
  };
}

function renderSummary(summary: RequestSummary): types.KnownBlock[] {
  const { id, requestedBy, requestedAt } = summary;
  return [
    paragraph(summaryText(summary), 500),
    { type: "context", elements: [plainText(`${id} · ${requestedBy}`, 400), localTime(requestedAt)] },
  ];
}
