import type { AuditEvent } from "../../core/audit-event.ts";
import { findBrokenLink } from "../../core/audit-event.ts";
import type { ChainEnd, RequestId } from "../../core/request.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { PageQuery, RequestFilter, RequestStore } from "../ports/request-store.ts";

/** What an export consists of, in its order. */
export type Exported =
  | { readonly kind: "event"; readonly event: AuditEvent }
  /** After the events of one request: where its chain ends, as the request itself knows it. */
  | {
      readonly kind: "chain-end";
      readonly requestId: RequestId;
      readonly end: ChainEnd;
      readonly isWhole: boolean;
    }
  /** The last one of all. */
  | { readonly kind: "end"; readonly next: string | undefined };

const pageSize = 10;

/**
 * All events of the requests that fit, request by request, the newest first; no more of it is in memory than ten requests.
 * `goesOn` is asked between pages: what is left when it says no is told by the last one's `next`.
 */
export async function* exportEvents(
  {
    requests,
    auditLog,
  }: {
    readonly requests: Pick<RequestStore, "find" | "search">;
    readonly auditLog: Pick<AuditLog, "list">;
  },
  tenant: string,
  filter: RequestFilter,
  { cursor, goesOn }: Pick<PageQuery, "cursor"> & { readonly goesOn: () => boolean },
): AsyncGenerator<Exported> {
  let from = cursor;
  do {
    const page = await requests.search(tenant, filter, { limit: pageSize, cursor: from });
    const chains = await Promise.all(page.items.map(({ id }) => chainOf(id)));
    for (const { id, end, events } of chains.flatMap((chain) => chain ?? [])) {
      for (const event of events) yield { kind: "event", event };
      const isWhole = !findBrokenLink(events) && events.at(-1)?.hash === end.hash;
      yield { kind: "chain-end", requestId: id, end, isWhole };
    }
    from = page.next;
  } while (from !== undefined && goesOn());
  yield { kind: "end", next: from };

  async function chainOf(id: RequestId) {
    // Read before its events, the request knows no more than they tell of.
    const request = await requests.find(id);
    if (!request) return undefined;
    const { chainEnd: end } = request;
    const events = await auditLog.list(id);
    return { id, end, events: events.filter(({ sequence }) => sequence <= end.sequence) };
  }
}
