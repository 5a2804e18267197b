import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { InvalidCursorError } from "../../app/invalid-cursor-error.ts";
import type { RequestFilter, RequestStore } from "../../app/ports/request-store.ts";
import { requestIdSchema } from "../../core/request.ts";
import { answerOf } from "../answer-of.ts";
import { makeDueList } from "./due-list.ts";
import { mergePages, type Taken } from "./merge-pages.ts";
import { fromCursor, toCursor } from "./page-cursor.ts";
import { type ListQuery, planList } from "./plan-list.ts";
import { summaryRecordSchema, toSummary } from "./summary-record.ts";
import type { TableNames } from "./tables.ts";
import { makeWaitingList } from "./waiting-list.ts";

type RequestLists = Pick<
  RequestStore,
  "search" | "listByStatus" | "listByRequester" | "listByInstance" | "listWaitingFor" | "listDue"
>;

/** A bulk request's 50 instances are left out of most lists: when something was, so many more are read. */
const readAhead = 60;
/** However little of what is there fits, a page costs no more reads than these. */
const mostReads = 3;

const positionSchema = z.strictObject({ at: z.iso.datetime({ precision: 3 }), id: requestIdSchema });

type Position = z.infer<typeof positionSchema>;

const keySchema = z
  .object({ requested_at: z.string(), request_id: requestIdSchema })
  .transform(({ requested_at: at, request_id: id }) => ({ at, id }));

/** The request store's lists: queries on indexes, a moment behind the table. */
export function makeRequestLists(
  client: DynamoDBDocumentClient,
  { requests: table }: Pick<TableNames, "requests">,
): RequestLists {
  const search: RequestLists["search"] = async (tenant, filter, { limit, cursor }) => {
    const isEmpty = filter.from && filter.to && filter.from > filter.to;
    if (filter.instanceId === "" || isEmpty) return { items: [], next: undefined };
    const plan = planList(tenant, filter);
    const positions = fromCursor(cursor, positionSchema, plan.partitions);
    const open = plan.partitions.filter((partition) => positions[partition] !== "end");
    const taken = await Promise.all(
      open.map((partition) => {
        const from = positions[partition];
        return take(plan, partition, from === "end" ? undefined : from, filter, limit);
      }),
    );
    const page = mergePages(taken, limit);
    const ended = plan.partitions.filter((partition) => !open.includes(partition));
    const after = { ...page.positions, ...Object.fromEntries(ended.map((one) => [one, "end"] as const)) };
    const next = toCursor(after, plan.partitions);
    return { items: page.items.map(({ record }) => toSummary(record)), next };
  };
  return {
    search,
    listByStatus: (tenant, status, query) => search(tenant, { statuses: [status] }, query),
    listByRequester: (tenant, requester, query) => search(tenant, { requester }, query),
    listByInstance: (tenant, instanceId, query) => search(tenant, { instanceId }, query),
    listWaitingFor: makeWaitingList(client, table),
    listDue: makeDueList(client, table),
  };

  /** One more than asked for tells whether there is a next page. */
  async function take(
    { index, attribute, condition, residual, names, values }: ListQuery,
    partition: string,
    from: Position | undefined,
    filter: RequestFilter,
    limit: number,
  ): Promise<Taken<Found, Position>> {
    if (from && !isWithin(from.at, filter)) throw new InvalidCursorError();
    const items: Found[] = [];
    let more = from;
    for (let read = 1; read <= mostReads; read += 1) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: index,
        KeyConditionExpression: condition,
        FilterExpression: residual,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ...values, ":partition": partition },
        ScanIndexForward: false,
        // What the filter leaves out counts, too.
        Limit: read === 1 ? limit + 1 : limit + readAhead,
        ExclusiveStartKey: more && { request_id: more.id, requested_at: more.at, [attribute]: partition },
      });
      const answer = await answerOf(`DynamoDB Query of ${index}`, client.send(command));
      items.push(...(answer.Items ?? []).map(toFound));
      more = answer.LastEvaluatedKey && keySchema.parse(answer.LastEvaluatedKey);
      if (!more || items.length > limit) break;
    }
    return { partition, items, from, more, positionOf: ({ at, record }) => ({ at, id: record.request_id }) };
  }
}

/** DynamoDB refuses a start outside of what is asked for. */
function isWithin(at: string, { from, to }: RequestFilter): boolean {
  return (!from || at >= from.toISOString()) && (!to || at <= to.toISOString());
}

interface Found {
  readonly at: string;
  readonly record: z.output<typeof summaryRecordSchema>;
}

function toFound(item: unknown): Found {
  const record = summaryRecordSchema.parse(item);
  return { at: record.requested_at.toISOString(), record };
}
