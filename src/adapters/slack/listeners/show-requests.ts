import { type ChatList, listOpen, listOwn } from "../../../app/chat/chat-lists.ts";
import { findNamed } from "../../../app/find-named.ts";
import { cardOf } from "../../../core/card.ts";
import { mayPress } from "../../../core/may-press.ts";
import type { Person } from "../../../core/person.ts";
import { type MessageToReader, toReader, unknownToReader } from "../message-to-reader.ts";
import { renderCard } from "../render-card.ts";
import { renderPartLines } from "../render-part-lines.ts";
import { renderSummaries } from "../render-summaries.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";

/** One request's card, with the buttons that this reader may press. */
export async function showRequest(
  { requests, now }: SlackAppDependencies,
  typedId: string,
  reader: Person,
): Promise<MessageToReader> {
  const request = await findNamed(requests, typedId);
  if (!request) return unknownToReader(typedId);
  const card = cardOf(request, now());
  const { text, blocks } = renderCard({
    ...card,
    // What one person alone sees is never drawn anew, so that a refresh would seem to do nothing.
    actions: card.actions.filter((one) => one !== "refresh" && mayPress(one, request, reader, now())),
  });
  return toReader({ text, blocks: [...blocks, ...renderPartLines(request)] });
}

/** What waits for a decision, the newest first. */
export async function showOpen(deps: SlackAppDependencies): Promise<MessageToReader> {
  return listToReader(await listOpen(deps));
}

/** What the reader asked for, the newest first. */
export async function showOwn(deps: SlackAppDependencies, reader: Person): Promise<MessageToReader> {
  return listToReader(await listOwn(deps, reader));
}

function listToReader({ title, summaries, ...words }: ChatList): MessageToReader {
  return toReader(renderSummaries(title, summaries, words));
}
