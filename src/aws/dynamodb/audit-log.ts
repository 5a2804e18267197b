import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { InvalidCursorError } from "../../app/invalid-cursor-error.ts";
import type { AuditLog, HistoryFilter } from "../../app/ports/audit-log.ts";
import type { AuditEvent } from "../../core/audit-event.ts";
import { requestIdSchema } from "../../core/request.ts";
import { answerOf } from "../answer-of.ts";
import { fromAuditRecord } from "./audit-record.ts";
import { inTenant } from "./in-tenant.ts";
import { itemsOfRequest } from "./items-of-request.ts";
import { fromCursor, toCursor } from "./page-cursor.ts";
import type { TableNames } from "./tables.ts";

/** However quiet the days are, a page looks at no more of them than these. */
const mostDays = 31;
const millisecondsPerDay = 86_400_000;

const positionSchema = z.strictObject({
  /** The partition that is read: an actor's, or a day's. */
  in: z.string(),
  after: z
    .strictObject({
      at: z.iso.datetime({ precision: 3 }),
      id: requestIdSchema,
      sequence: z.int().positive(),
    })
    .optional(),
});

type Position = z.infer<typeof positionSchema>;

const keySchema = z
  .object({ occurred_at: z.string(), request_id: requestIdSchema, sequence: z.int() })
  .transform(({ occurred_at: at, request_id: id, sequence }) => ({ at, id, sequence }));

export function makeDynamoDbAuditLog(
  client: DynamoDBDocumentClient,
  { auditLog: table }: Pick<TableNames, "auditLog">,
): AuditLog {
  return {
    find: async (requestId, sequence) => {
      const Key = { request_id: requestId, sequence };
      const command = new GetCommand({ TableName: table, Key, ConsistentRead: true });
      const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
      return Item && fromAuditRecord(Item);
    },
    list: async (requestId) => (await itemsOfRequest(client, table, requestId)).map(fromAuditRecord),
    history: async (tenant, filter, { limit, cursor }) => {
      if (filter.from > filter.to) return { items: [], next: undefined };
      const index = filter.actor === undefined ? days : actors;
      // The name of the whole list, so that a cursor of another one is known.
      const list = inTenant(tenant, filter.actor ?? "");
      const begun = fromCursor(cursor, positionSchema, [list])[list];
      if (begun === "end" || (begun && !isOf(filter, begun))) throw new InvalidCursorError();
      const items: AuditEvent[] = [];
      let position: Position | undefined = begun ?? { in: firstOf(filter) };
      for (let read = 1; read <= mostDays && position && items.length < limit; read += 1) {
        const page = await readPage(index, tenant, position, filter, limit - items.length);
        items.push(...page.items);
        position = page.more ?? nextAfter(position, filter);
      }
      return { items, next: toCursor({ [list]: position ?? "end" }, [list]) };
    },
  };

  async function readPage(
    { name, attribute }: typeof days | typeof actors,
    tenant: string,
    { in: partition, after }: Position,
    { from, to }: HistoryFilter,
    limit: number,
  ) {
    const value = inTenant(tenant, partition);
    const command = new QueryCommand({
      TableName: table,
      IndexName: name,
      KeyConditionExpression: "#partition = :partition AND occurred_at BETWEEN :from AND :to",
      ExpressionAttributeNames: { "#partition": attribute },
      ExpressionAttributeValues: {
        ":partition": value,
        ":from": from.toISOString(),
        ":to": to.toISOString(),
      },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: after && {
        request_id: after.id,
        sequence: after.sequence,
        occurred_at: after.at,
        [attribute]: value,
      },
    });
    const { Items = [], LastEvaluatedKey } = await answerOf(
      `DynamoDB Query of ${name}`,
      client.send(command),
    );
    return {
      items: Items.map(fromAuditRecord),
      more: LastEvaluatedKey && { in: partition, after: keySchema.parse(LastEvaluatedKey) },
    };
  }
}

const actors = { name: "actor-index", attribute: "tenant_actor" } as const;
const days = { name: "day-index", attribute: "tenant_day" } as const;

function firstOf({ actor, to }: HistoryFilter): string {
  return actor ?? dayOf(to);
}

/** The day before, as long as it belongs to what is asked for; an actor has one partition only. */
function nextAfter({ in: partition }: Position, { actor, from }: HistoryFilter): Position | undefined {
  if (actor !== undefined) return undefined;
  const before = dayOf(new Date(Date.parse(partition) - millisecondsPerDay));
  return before >= dayOf(from) ? { in: before } : undefined;
}

/** DynamoDB refuses a start outside of what is asked for, and a day that is none has no day before it. */
function isOf({ actor, from, to }: HistoryFilter, { in: partition, after }: Position): boolean {
  const isPartition =
    actor === undefined
      ? z.iso.date().safeParse(partition).success && partition >= dayOf(from) && partition <= dayOf(to)
      : partition === actor;
  const isWithin = !after || (after.at >= from.toISOString() && after.at <= to.toISOString());
  return isPartition && isWithin && (actor !== undefined || !after || after.at.startsWith(partition));
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
