import type { Person } from "../../core/person.ts";
import { statusWords } from "../../core/texts.ts";
import { findOperation } from "../../operations/catalogue.ts";
import type { RequestStore, RequestSummary } from "../ports/request-store.ts";

const pageSize = 10;

/** Some requests for one reader, the newest first. */
export interface ChatList {
  readonly title: string;
  readonly summaries: readonly RequestSummary[];
  /** That there are more; empty where there are none. */
  readonly more: string;
  /** What is said instead of an empty list. */
  readonly otherwise: string;
}

/** What waits for a decision. */
export async function listOpen({
  requests,
  tenant,
}: {
  readonly requests: Pick<RequestStore, "listByStatus">;
  readonly tenant: string;
}): Promise<ChatList> {
  const pages = await Promise.all(
    (["pending", "escalated"] as const).map((status) =>
      requests.listByStatus(tenant, status, { limit: pageSize }),
    ),
  );
  const all = pages
    .flatMap(({ items }) => items)
    .toSorted((one, other) => other.requestedAt.getTime() - one.requestedAt.getTime());
  const isMore = all.length > pageSize || pages.some(({ next }) => next !== undefined);
  return {
    title: "Waiting for a decision",
    summaries: all.slice(0, pageSize),
    more: isMore ? `There are more: these are the latest ${pageSize}.` : "",
    otherwise: "Nothing waits for a decision.",
  };
}

/** What the reader asked for. */
export async function listOwn(
  { requests, tenant }: { readonly requests: Pick<RequestStore, "listByRequester">; readonly tenant: string },
  reader: Person,
): Promise<ChatList> {
  const { items, next } = await requests.listByRequester(tenant, reader.id, { limit: pageSize });
  return {
    title: "Your requests",
    summaries: items,
    more: next === undefined ? "" : `There are more: these are your latest ${pageSize}.`,
    otherwise: "You have not asked for anything yet.",
  };
}

/** What and where, and how it stands, in one line. */
export function summaryText(summary: RequestSummary): string {
  const { status, operation, subject, environment, risk } = summary;
  const what = `${findOperation(operation)?.label ?? operation} · ${subject} · ${environment}, ${risk} risk`;
  const isOpen = status === "pending" || status === "escalated";
  const received = isOpen ? ` · ${summary.approvalsReceived} of ${summary.approvalsRequired}` : "";
  return `${what} · ${statusWords[status]}${received}`;
}
