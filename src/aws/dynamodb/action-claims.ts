import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { GatewayError } from "../../app/gateway-error.ts";
import type { ActionClaim, ActionClaims } from "../../app/ports/action-claims.ts";
import { answerOf } from "../answer-of.ts";
import { isoDateSchema } from "./iso-date.ts";
import type { TableNames } from "./tables.ts";
import { daysAfter } from "./time-to-live.ts";

/** Longer than a queue keeps a decision that could ask once more. */
const daysKept = 30;

const claimSchema = z.object({
  holder: z.string(),
  store: z.string(),
  claimed_at: isoDateSchema,
  /** Not there in claims whose holder has not done, or did not tell. */
  is_done: z.boolean().exactOptional(),
});

/**
 * Claims, beside the requests in their table, each an item whose key begins with `claim#`: that is all of the table that a
 * poller's rights reach. A claim whose answer was lost is told apart from another's by its holder and store.
 */
export function makeDynamoDbActionClaims(
  client: DynamoDBDocumentClient,
  { requests: table }: Pick<TableNames, "requests">,
): ActionClaims {
  return { take, finish, find };

  async function take(claim: ActionClaim): Promise<ActionClaim> {
    const { requestId, nonce } = claim;
    const command = new PutCommand({
      TableName: table,
      Item: toItem(claim),
      ConditionExpression: "attribute_not_exists(request_id)",
    });
    try {
      await client.send(command);
      return claim;
    } catch (cause) {
      if (!(cause instanceof ConditionalCheckFailedException)) {
        await answerOf(`DynamoDB PutItem in ${table}`, Promise.reject(cause));
      }
      const held = await find(requestId, nonce);
      if (!held) throw new GatewayError(`the claim of ${requestId} was there and is gone`, { cause });
      return held;
    }
  }

  /** A put of the whole item: a poller has no right to update one. */
  async function finish(claim: ActionClaim): Promise<void> {
    const command = new PutCommand({
      TableName: table,
      Item: { ...toItem(claim), is_done: true },
      ConditionExpression: "holder = :holder AND #store = :store",
      ExpressionAttributeNames: { "#store": "store" },
      ExpressionAttributeValues: { ":holder": claim.holder, ":store": claim.store },
    });
    await answerOf(`DynamoDB PutItem in ${table}`, client.send(command));
  }

  async function find(requestId: ActionClaim["requestId"], nonce: string): Promise<ActionClaim | undefined> {
    const command = new GetCommand({ TableName: table, Key: keyOf(requestId, nonce), ConsistentRead: true });
    const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
    if (Item === undefined) return undefined;
    const { holder, store, claimed_at: at, is_done: isDone = false } = claimSchema.parse(Item);
    return { requestId, nonce, holder, store, at, isDone };
  }
}

function toItem({ requestId, nonce, holder, store, at }: ActionClaim) {
  return {
    ...keyOf(requestId, nonce),
    holder,
    store,
    claimed_at: at.toISOString(),
    expires_on: daysAfter(at, daysKept),
  };
}

function keyOf(requestId: string, nonce: string) {
  return { request_id: `claim#${requestId}#${nonce}` } as const;
}
