import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { TurnStore } from "../../app/ports/turn-store.ts";
import { requestIdSchema } from "../../core/request.ts";
import type { Turn } from "../../core/turn.ts";
import { answerOf } from "../answer-of.ts";
import type { TableNames } from "./tables.ts";
import { daysAfter } from "./time-to-live.ts";

/** Longer than any run takes. A turn that is forgotten begins anew. */
const daysKept = 90;

const turnSchema = z.object({
  revision: z.int(),
  holder: requestIdSchema.optional(),
  waiting: z.array(requestIdSchema),
});

/** Turns, beside the requests in their table. */
export function makeDynamoDbTurnStore(
  client: DynamoDBDocumentClient,
  { requests: table }: Pick<TableNames, "requests">,
): TurnStore {
  return {
    find: async (key) => {
      const command = new GetCommand({ TableName: table, Key: itemKeyOf(key), ConsistentRead: true });
      const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
      if (Item === undefined) return { key, revision: 0, holder: undefined, waiting: [] };
      const { revision, holder, waiting } = turnSchema.parse(Item);
      return { key, revision, holder, waiting };
    },
  };
}

/** The put of a changed turn; refused when another change came first. */
export function turnPut({ key, revision, holder, waiting }: Turn, now: Date) {
  const isFirst = revision === 1;
  return {
    Item: {
      ...itemKeyOf(key),
      revision,
      holder,
      waiting: [...waiting],
      expires_on: daysAfter(now, daysKept),
    },
    ...(isFirst
      ? { ConditionExpression: "attribute_not_exists(request_id)" }
      : {
          ConditionExpression: "revision = :previous",
          ExpressionAttributeValues: { ":previous": revision - 1 },
        }),
  };
}

function itemKeyOf(key: string) {
  return { request_id: `turn#${key}` } as const;
}
