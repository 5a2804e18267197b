import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { TokenStore } from "../../app/ports/token-store.ts";
import { digestSchema } from "../../core/intent.ts";
import type { LinkToken } from "../../core/links/link-token.ts";
import { personIdSchema } from "../../core/person.ts";
import { requestIdSchema } from "../../core/request.ts";
import { answerOf } from "../answer-of.ts";
import { isoDateSchema } from "./iso-date.ts";
import { itemsOfRequest } from "./items-of-request.ts";
import type { TableNames } from "./tables.ts";
import { daysAfter } from "./time-to-live.ts";

/** A token counts no longer than its request; so long after, whoever opens its link is still told what became of that. */
const daysKept = 7;

const tokenRecordSchema = z.object({
  request_id: requestIdSchema,
  token_hash: z.string(),
  recipient: personIdSchema,
  digest: digestSchema,
  issued_at: isoDateSchema,
  expires_at: isoDateSchema,
  wrong_tries: z.int(),
  ended: z.object({ kind: z.enum(["used", "revoked"]), at: isoDateSchema }).optional(),
});

export function makeDynamoDbTokenStore(
  client: DynamoDBDocumentClient,
  { tokens: table }: Pick<TableNames, "tokens">,
): TokenStore {
  return {
    add: async (token) => {
      // The same item again does no harm when an answer was lost: nobody has the token before this resolves.
      const command = new PutCommand({ TableName: table, Item: toTokenRecord(token) });
      await answerOf(`DynamoDB PutItem in ${table}`, client.send(command));
    },
    find: async (requestId, hash) => {
      const Key = { request_id: requestId, token_hash: hash };
      const command = new GetCommand({ TableName: table, Key, ConsistentRead: true });
      const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
      return Item && fromTokenRecord(Item);
    },
    list: async (requestId) => (await itemsOfRequest(client, table, requestId)).map(fromTokenRecord),
    end: async (token, { kind, at }) => {
      const command = new UpdateCommand({
        TableName: table,
        Key: keyOf(token),
        UpdateExpression: "SET ended = :end",
        // It may have been deleted meanwhile, and must not come back as half an item.
        ConditionExpression: "attribute_exists(token_hash) AND attribute_not_exists(ended)",
        ExpressionAttributeValues: { ":end": { kind, at: at.toISOString() } },
      });
      await update(command);
    },
    countWrongTry: async (token) => {
      const command = new UpdateCommand({
        TableName: table,
        Key: keyOf(token),
        UpdateExpression: "ADD wrong_tries :one",
        ConditionExpression: "attribute_exists(token_hash)",
        ExpressionAttributeValues: { ":one": 1 },
        ReturnValues: "ALL_NEW",
      });
      const item = await update(command);
      return item ? fromTokenRecord(item).wrongTries : token.wrongTries + 1;
    },
  };

  /** The item as it is now; nothing where the condition did not hold. */
  async function update(command: UpdateCommand): Promise<Record<string, unknown> | undefined> {
    try {
      return (await client.send(command)).Attributes;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      return answerOf(`DynamoDB UpdateItem in ${table}`, Promise.reject(error));
    }
  }
}

function keyOf({ requestId, hash }: LinkToken) {
  return { request_id: requestId, token_hash: hash };
}

function toTokenRecord(token: LinkToken) {
  return {
    ...keyOf(token),
    recipient: token.recipient,
    digest: token.digest,
    issued_at: token.issuedAt.toISOString(),
    expires_at: token.expiresAt.toISOString(),
    wrong_tries: token.wrongTries,
    ended: token.end && { kind: token.end.kind, at: token.end.at.toISOString() },
    expires_on: daysAfter(token.expiresAt, daysKept),
  };
}

function fromTokenRecord(item: unknown): LinkToken {
  const record = tokenRecordSchema.parse(item);
  return {
    requestId: record.request_id,
    hash: record.token_hash,
    recipient: record.recipient,
    digest: record.digest,
    issuedAt: record.issued_at,
    expiresAt: record.expires_at,
    wrongTries: record.wrong_tries,
    end: record.ended,
  };
}
