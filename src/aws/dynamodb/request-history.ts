import { setTimeout as sleep } from "node:timers/promises";
import { BatchGetCommand, type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { GatewayError } from "../../app/gateway-error.ts";
import type { RequestHistory } from "../../app/ports/request-history.ts";
import { type ApprovalRequest, requestIdSchema, type Status, statuses } from "../../core/request.ts";
import { answerOf } from "../answer-of.ts";
import { findArchiveKey } from "./archived-request.ts";
import { fromRequestRecord } from "./from-request-record.ts";
import type { TableNames } from "./tables.ts";
import { tenantStatusOf } from "./to-request-record.ts";

/** DynamoDB takes no more in one BatchGetItem, and gives up to 16 MB of them. */
const batchSize = 100;
/** So many batches are on their way at the same time. */
const batchesAtOnce = 4;
const mostAttempts = 6;

const keySchema = z.object({ request_id: requestIdSchema, requested_at: z.string() });

type Key = z.infer<typeof keySchema>;

/** The keys by the index of the lists, one query for each status; then the requests themselves. */
export function makeDynamoDbRequestHistory(
  client: DynamoDBDocumentClient,
  { requests: table }: Pick<TableNames, "requests">,
): RequestHistory {
  return {
    read: async function* (tenant, from, most) {
      const found = await Promise.all(statuses.map((status) => readKeys(tenant, status, from, most)));
      const keys = found.flat().toSorted((one, other) => (one.requested_at < other.requested_at ? 1 : -1));
      const step = batchSize * batchesAtOnce;
      for (let start = 0; start < keys.length; start += step) {
        const batches = Array.from({ length: batchesAtOnce }, (_, index) =>
          keys.slice(start + index * batchSize, start + (index + 1) * batchSize),
        );
        yield (await Promise.all(batches.map((batch) => readBatch(batch)))).flat();
      }
    },
  };

  function readKeys(tenant: string, status: Status, from: Date, most: number): Promise<readonly Key[]> {
    const query = {
      TableName: table,
      IndexName: "status-index",
      KeyConditionExpression: "tenant_status = :status AND requested_at >= :from",
      ProjectionExpression: "request_id, requested_at",
      ExpressionAttributeValues: { ":status": tenantStatusOf(tenant, status), ":from": from.toISOString() },
      ScanIndexForward: false,
    };
    const collect = async () => {
      const keys: Key[] = [];
      for await (const { Items = [] } of paginateQuery({ client }, query)) {
        keys.push(...Items.map((item) => keySchema.parse(item)));
        if (keys.length > most) break;
      }
      return keys.slice(0, most + 1);
    };
    return answerOf("DynamoDB Query of status-index", collect());
  }

  /** What DynamoDB had no capacity for comes back unprocessed, and is asked for again. */
  async function readBatch(batch: readonly Key[]): Promise<readonly ApprovalRequest[]> {
    const items: Record<string, unknown>[] = [];
    let left: Record<string, unknown>[] = batch.map(({ request_id }) => ({ request_id }));
    for (let attempt = 0; left.length > 0; attempt += 1) {
      if (attempt === mostAttempts) throw new GatewayError(`DynamoDB left out items of ${table}`);
      if (attempt > 0) await sleep(Math.random() * 50 * 2 ** attempt);
      const command = new BatchGetCommand({ RequestItems: { [table]: { Keys: left } } });
      const answer = await answerOf(`DynamoDB BatchGetItem of ${table}`, client.send(command));
      items.push(...(answer.Responses?.[table] ?? []));
      left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    }
    return items.filter((item) => findArchiveKey(item) === undefined).map(fromRequestRecord);
  }
}
