import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { InvalidCursorError } from "../../app/invalid-cursor-error.ts";
import type { RequestStore } from "../../app/ports/request-store.ts";
import { requestIdSchema } from "../../core/request.ts";
import { answerOf } from "../answer-of.ts";
import { dueShards } from "./to-request-record.ts";

const dueKeySchema = z.object({
  due_shard: z.enum(dueShards),
  due_at: z.string(),
  request_id: requestIdSchema,
});

type DueKey = z.output<typeof dueKeySchema>;

const cursorSchema = z.array(dueKeySchema);

/** What is due, over all shards of the index; a cursor holds where each of them goes on. */
export function makeDueList(client: DynamoDBDocumentClient, table: string): RequestStore["listDue"] {
  return async (now, { limit, cursor }) => {
    const from = cursor === undefined ? [] : parseCursor(cursor);
    const shards = await Promise.all(dueShards.map((shard) => dueIn(shard, now, { limit, from })));
    const due = shards
      .flat()
      .toSorted((one, other) => Date.parse(one.due_at) - Date.parse(other.due_at))
      .slice(0, limit);
    const reached = dueShards.flatMap(
      (shard) =>
        due.findLast((one) => one.due_shard === shard) ?? from.find((one) => one.due_shard === shard) ?? [],
    );
    return {
      items: due.map(({ request_id }) => request_id),
      next: due.length < limit ? undefined : Buffer.from(JSON.stringify(reached)).toString("base64url"),
    };
  };

  async function dueIn(
    shard: DueKey["due_shard"],
    now: Date,
    { limit, from }: { readonly limit: number; readonly from: readonly DueKey[] },
  ): Promise<readonly DueKey[]> {
    const command = new QueryCommand({
      TableName: table,
      IndexName: "due-index",
      KeyConditionExpression: "due_shard = :shard AND due_at <= :now",
      ExpressionAttributeValues: { ":shard": shard, ":now": now.toISOString() },
      Limit: limit,
      ExclusiveStartKey: from.find(({ due_shard }) => due_shard === shard),
    });
    const { Items = [] } = await answerOf("DynamoDB Query of due-index", client.send(command));
    return Items.map((item) => dueKeySchema.parse(item));
  }
}

function parseCursor(cursor: string): readonly DueKey[] {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (cause) {
    throw new InvalidCursorError({ cause });
  }
}
