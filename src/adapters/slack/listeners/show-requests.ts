import { type CardAction, cardOf } from "../../../core/card.ts";
import type { Person } from "../../../core/person.ts";
import { type ApprovalRequest, requestIdSchema } from "../../../core/request.ts";
import { mayDecide } from "../../../core/transitions/decide.ts";
import { fitted } from "../escape-mrkdwn.ts";
import { type MessageToReader, refusalToReader, toReader } from "../message-to-reader.ts";
import { renderCard } from "../render-card.ts";
import { renderPartLines } from "../render-part-lines.ts";
import { renderSummaries } from "../render-summaries.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";

const pageSize = 10;

/** One request's card, with the buttons that this reader may press. */
export async function showRequest(
  { requests, tenant, now }: SlackAppDependencies,
  typedId: string,
  reader: Person,
): Promise<MessageToReader> {
  const id = requestIdSchema.safeParse(typedId);
  const request = id.success ? await requests.find(id.data) : undefined;
  if (request?.tenant !== tenant) {
    return refusalToReader({ kind: "unknown-request", requestId: fitted(typedId, 100) });
  }
  const card = cardOf(request, now());
  const { text, blocks } = renderCard({
    ...card,
    actions: card.actions.filter((action) => mayPress(action, request, reader, now())),
  });
  return toReader({ text, blocks: [...blocks, ...renderPartLines(request)] });
}

/** What waits for a decision, the newest first. */
export async function showOpen({ requests, tenant }: SlackAppDependencies): Promise<MessageToReader> {
  const pages = await Promise.all(
    (["pending", "escalated"] as const).map((status) =>
      requests.listByStatus(tenant, status, { limit: pageSize }),
    ),
  );
  const all = pages
    .flatMap(({ items }) => items)
    .toSorted((one, other) => other.requestedAt.getTime() - one.requestedAt.getTime());
  const isMore = all.length > pageSize || pages.some(({ next }) => next !== undefined);
  return toReader(
    renderSummaries("Waiting for a decision", all.slice(0, pageSize), {
      more: isMore ? `There are more: these are the latest ${pageSize}.` : "",
      otherwise: "Nothing waits for a decision.",
    }),
  );
}

/** What the reader asked for, the newest first. */
export async function showOwn(
  { requests, tenant }: SlackAppDependencies,
  reader: Person,
): Promise<MessageToReader> {
  const { items, next } = await requests.listByRequester(tenant, reader.id, { limit: pageSize });
  return toReader(
    renderSummaries("Your requests", items, {
      more: next === undefined ? "" : `There are more: these are your latest ${pageSize}.`,
      otherwise: "You have not asked for anything yet.",
    }),
  );
}

function mayPress(action: CardAction, request: ApprovalRequest, reader: Person, now: Date): boolean {
  switch (action) {
    case "approve":
    case "reject":
      return mayDecide(request, reader, now).ok;
    case "cancel":
      return request.requestedBy.id === reader.id;
    case "revert":
    case "details":
      return true;
    case "refresh":
      // What one person alone sees is never drawn anew, so that a press would seem to do nothing.
      return false;
  }
}
