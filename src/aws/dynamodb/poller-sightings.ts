import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { PollerSightings } from "../../app/ports/poller-sightings.ts";
import { answerOf } from "../answer-of.ts";
import { isoDateSchema } from "./iso-date.ts";
import type { TableNames } from "./tables.ts";

const sightingSchema = z.object({ poller: z.string(), seen_at: isoDateSchema });

/** The tenant's last heartbeat, one item beside the requests in their table. */
export function makeDynamoDbPollerSightings(
  client: DynamoDBDocumentClient,
  { requests: table }: Pick<TableNames, "requests">,
  tenant: string,
): PollerSightings {
  const key = { request_id: `poller#${tenant}` } as const;
  return {
    note: async ({ poller, at }) => {
      const seenAt = at.toISOString();
      const command = new PutCommand({
        TableName: table,
        Item: { ...key, poller, seen_at: seenAt },
        ConditionExpression: "attribute_not_exists(request_id) OR seen_at < :seen",
        ExpressionAttributeValues: { ":seen": seenAt },
      });
      try {
        await client.send(command);
      } catch (cause) {
        // A later one has come before it.
        if (cause instanceof ConditionalCheckFailedException) return;
        await answerOf(`DynamoDB PutItem in ${table}`, Promise.reject(cause));
      }
    },
    find: async () => {
      const command = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
      const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
      if (Item === undefined) return undefined;
      const { poller, seen_at: at } = sightingSchema.parse(Item);
      return { poller, at };
    },
  };
}
