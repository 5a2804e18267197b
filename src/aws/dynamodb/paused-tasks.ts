import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { PausedTask, PausedTasks } from "../../app/ports/paused-tasks.ts";
import { type RequestId, requestIdSchema } from "../../core/request.ts";
import { taskAnswerSchema } from "../../core/task/task-state.ts";
import { answerOf } from "../answer-of.ts";
import { isoDateSchema } from "./iso-date.ts";
import { putRevision } from "./put-revision.ts";
import type { TableNames } from "./tables.ts";
import { daysAfter } from "./time-to-live.ts";

/** A request waits for 90 days at most; each change of its task counts anew. */
const daysKept = 90;

const prefix = "task#";

/** Where the due index has them: apart from the requests, which other functions look after. */
const shards = ["task#0", "task#1"] as const;

const pausedSchema = z
  .object({
    revision: z.int(),
    sealed_token: z.string().optional(),
    beat_seconds: z.int(),
    due_at: isoDateSchema.optional(),
    claimed_until: isoDateSchema.optional(),
    may_be_told: z.boolean(),
    answer: taskAnswerSchema.optional(),
  })
  .transform((item) => ({
    revision: item.revision,
    sealedToken: item.sealed_token,
    beatSeconds: item.beat_seconds,
    dueAt: item.due_at,
    claimedUntil: item.claimed_until,
    mayBeTold: item.may_be_told,
    answer: item.answer,
  }));

const dueSchema = z.object({
  request_id: z.string().startsWith(prefix),
  due_at: z.string(),
});

/** Paused tasks, beside the requests in their table. */
export function makeDynamoDbPausedTasks(
  client: DynamoDBDocumentClient,
  { requests: table }: Pick<TableNames, "requests">,
  now: () => Date,
): PausedTasks {
  return {
    find: async (requestId) => {
      const command = new GetCommand({ TableName: table, Key: keyOf(requestId), ConsistentRead: true });
      const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
      return Item && { requestId, ...pausedSchema.parse(Item) };
    },
    save: async (task) => {
      const saved = { ...task, revision: task.revision + 1 };
      const item = { ...toItem(saved), expires_on: daysAfter(now(), daysKept) };
      const put = { table, key: keyOf(task.requestId), item, seen: task.revision };
      return (await putRevision(client, put)) ? saved : undefined;
    },
    listDue: async (moment, limit) => {
      const found = await Promise.all(shards.map((shard) => dueIn(shard, moment, limit)));
      return found
        .flat()
        .map((item) => dueSchema.parse(item))
        .toSorted((one, other) => Date.parse(one.due_at) - Date.parse(other.due_at))
        .slice(0, limit)
        .map(({ request_id }) => requestIdSchema.parse(request_id.slice(prefix.length)));
    },
  };

  async function dueIn(shard: string, moment: Date, limit: number): Promise<readonly unknown[]> {
    const command = new QueryCommand({
      TableName: table,
      IndexName: "due-index",
      KeyConditionExpression: "due_shard = :shard AND due_at <= :now",
      ExpressionAttributeValues: { ":shard": shard, ":now": moment.toISOString() },
      Limit: limit,
    });
    const { Items = [] } = await answerOf("DynamoDB Query of due-index", client.send(command));
    return Items;
  }
}

function toItem(task: PausedTask) {
  return {
    revision: task.revision,
    sealed_token: task.sealedToken,
    beat_seconds: task.beatSeconds,
    claimed_until: task.claimedUntil?.toISOString(),
    may_be_told: task.mayBeTold,
    answer: task.answer,
    ...(task.dueAt && { due_shard: shardOf(task.requestId), due_at: task.dueAt.toISOString() }),
  };
}

function keyOf(requestId: RequestId) {
  return { request_id: `${prefix}${requestId}` } as const;
}

function shardOf(requestId: RequestId): string {
  return shards[requestId.charCodeAt(requestId.length - 1) % shards.length] ?? shards[0];
}
