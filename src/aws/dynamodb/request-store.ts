import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { GatewayError } from "../../app/gateway-error.ts";
import type { ArchiveObjects } from "../../app/ports/archive-objects.ts";
import type { RequestStore } from "../../app/ports/request-store.ts";
import type { AuditEvent } from "../../core/audit-event.ts";
import { answerOf } from "../answer-of.ts";
import { findArchiveKey, fromArchive } from "./archived-request.ts";
import { toAuditRecord } from "./audit-record.ts";
import { correlationKeyOf, guardPut, holderOf } from "./correlation-guard.ts";
import { fromRequestRecord } from "./from-request-record.ts";
import { makeRequestLists } from "./request-lists.ts";
import type { TableNames } from "./tables.ts";
import { daysAfter } from "./time-to-live.ts";
import { toRequestRecord } from "./to-request-record.ts";
import { transact } from "./transact.ts";
import { turnPut } from "./turn-store.ts";

interface Options {
  /** Where requests are that left the table; without it, these are not found. */
  readonly archive?: Pick<ArchiveObjects, "read"> | undefined;
  /** After this many days DynamoDB deletes an event; without it, never. */
  readonly auditRetentionDays?: number | undefined;
}

const mostCreateAttempts = 5;

/**
 * Requests with their events, in two tables and one transaction. A save whose answer is lost is told apart from another's
 * by its own write id, as two workers can make the very same change in the same millisecond.
 */
export function makeDynamoDbRequestStore(
  client: DynamoDBDocumentClient,
  tables: Pick<TableNames, "requests" | "auditLog">,
  { auditRetentionDays, archive }: Options = {},
): RequestStore {
  return {
    ...makeRequestLists(client, tables),
    find: async (id) => {
      const item = await readItem(tables.requests, { request_id: id });
      const key = findArchiveKey(item);
      if (key !== undefined) return archive && fromArchive(await archive.read(key));
      return item && fromRequestRecord(item);
    },
    create: async ({ request, event }, correlationId) => {
      const guardKey = correlationKeyOf(request.tenant, correlationId);
      for (let attempt = 1; attempt <= mostCreateAttempts; attempt += 1) {
        const outcome = await transact(client, request.id, [
          {
            Put: {
              TableName: tables.requests,
              Item: toRequestRecord(request),
              ConditionExpression: "attribute_not_exists(request_id)",
            },
          },
          eventPut(event, randomUUID()),
          { Put: { TableName: tables.requests, ...guardPut(guardKey, request.id, event.at) } },
        ]);
        if (outcome === "committed") return request.id;
        const holder = holderOf(await readItem(tables.requests, guardKey), event.at);
        if (holder) return holder;
        if (outcome === "refused") throw new GatewayError(`${request.id} is already another request's id`);
        await sleep(Math.random() * 20 * 2 ** attempt);
      }
      throw new GatewayError(`${request.id} met other transactions ${mostCreateAttempts} times in a row`);
    },
    findCreated: async (tenant, correlationId, now) =>
      holderOf(await readItem(tables.requests, correlationKeyOf(tenant, correlationId)), now),
    save: async ({ request, event }, turn) => {
      const writeId = randomUUID();
      const outcome = await transact(client, request.id, [
        {
          Put: {
            TableName: tables.requests,
            Item: toRequestRecord(request),
            ConditionExpression: "version = :previous",
            ExpressionAttributeValues: { ":previous": request.version - 1 },
          },
        },
        eventPut(event, writeId),
        ...(turn ? [{ Put: { TableName: tables.requests, ...turnPut(turn, event.at) } }] : []),
      ]);
      if (outcome === "committed") return "saved";
      const { request_id, sequence } = toAuditRecord(event);
      const stored = await readItem(tables.auditLog, { request_id, sequence });
      return stored?.write_id === writeId ? "saved" : "conflict";
    },
  };

  function eventPut(event: AuditEvent, writeId: string) {
    const expiresOn =
      auditRetentionDays === undefined ? {} : { expires_on: daysAfter(event.at, auditRetentionDays) };
    return {
      Put: {
        TableName: tables.auditLog,
        Item: { ...toAuditRecord(event), ...expiresOn, write_id: writeId },
        ConditionExpression: "attribute_not_exists(request_id)",
      },
    };
  }

  async function readItem(table: string, key: Readonly<Record<string, string | number>>) {
    const command = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
    const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
    return Item;
  }
}
