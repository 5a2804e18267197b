import { type DynamoDBDocumentClient, GetCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { ArchiveObjects } from "../../app/ports/archive-objects.ts";
import type { AuditTrail, UnreadableEntry } from "../../app/ports/audit-trail.ts";
import { type AuditEntry, auditEntrySchema } from "../../core/audit/audit-entry.ts";
import { leafSchema } from "../../core/audit/seal.ts";
import type { ChainEnd } from "../../core/request.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { answerOf } from "../answer-of.ts";
import { findArchiveKey, getArchivedRecord } from "./archived-request.ts";
import { inTenant } from "./in-tenant.ts";
import { itemsOfRequest } from "./items-of-request.ts";
import type { TableNames } from "./tables.ts";

/** The attributes of an event as they are stored, and nothing made of them: see `audit-record.ts` for what the tool makes of them. */
const storedEntrySchema = z
  .object({ ...auditEntrySchema.omit({ at: true }).shape, occurred_at: z.string() })
  .transform(({ occurred_at: at, ...rest }): AuditEntry => ({ ...rest, at }));

const placeSchema = z.object({ sequence: z.number() });

const endSchema = z
  .object({ chain_sequence: z.int(), chain_hash: z.string() })
  .transform(({ chain_sequence: sequence, chain_hash: hash }): ChainEnd => ({ sequence, hash }));

/** So many keys of a day are read at a time. */
const pageSize = 1000;

/** The tables as they are; of what ended long ago, `archive` has where the chain ends. */
export function makeDynamoDbAuditTrail(
  client: DynamoDBDocumentClient,
  tables: Pick<TableNames, "requests" | "auditLog">,
  archive: Pick<ArchiveObjects, "read"> | undefined,
): AuditTrail {
  return {
    entriesOf: async (requestId) =>
      (await itemsOfRequest(client, tables.auditLog, requestId)).map(toStoredEntry),
    findEnd: async (requestId) => {
      const command = new GetCommand({
        TableName: tables.requests,
        Key: { request_id: requestId },
        ConsistentRead: true,
      });
      const { Item } = await answerOf(`DynamoDB GetItem in ${tables.requests}`, client.send(command));
      const key = findArchiveKey(Item);
      const record = key !== undefined && archive ? getArchivedRecord(await archive.read(key)) : Item;
      return endSchema.safeParse(record).data;
    },
    leavesOfDay: async function* (tenant, day) {
      const query = {
        TableName: tables.auditLog,
        IndexName: "day-index",
        KeyConditionExpression: "tenant_day = :day",
        ExpressionAttributeValues: { ":day": inTenant(tenant, day) },
        ExpressionAttributeNames: { "#sequence": "sequence", "#hash": "hash" },
        ProjectionExpression: "request_id, #sequence, #hash",
      };
      const pages = paginateQuery({ client, pageSize }, query)[Symbol.asyncIterator]();
      for (;;) {
        const { done, value } = await answerOf("DynamoDB Query of day-index", pages.next());
        if (done) return;
        yield (value.Items ?? []).flatMap((item) => leafSchema.safeParse(item).data ?? []);
      }
    },
  };
}

function toStoredEntry(item: unknown): Result<AuditEntry, UnreadableEntry> {
  const entry = storedEntrySchema.safeParse(item);
  if (entry.success) return ok(entry.data);
  const [issue] = entry.error.issues;
  const why = `${issue?.path.join(".")}: ${issue?.message}`;
  return err({ sequence: placeSchema.safeParse(item).data?.sequence ?? 0, why });
}
