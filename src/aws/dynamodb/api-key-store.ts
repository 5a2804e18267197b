import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { ApiKeyStore } from "../../app/ports/api-key-store.ts";
import type { ApiKey } from "../../core/api/api-key.ts";
import { roles } from "../../core/api/role.ts";
import { personIdSchema } from "../../core/person.ts";
import { answerOf } from "../answer-of.ts";
import { isoDateSchema } from "./iso-date.ts";
import { fromCursor, toCursor } from "./page-cursor.ts";
import type { TableNames } from "./tables.ts";
import { daysAfter } from "./time-to-live.ts";

/** So long after its end a key is still listed. */
const daysKept = 90;

const recordSchema = z
  .object({
    key_id: z.string(),
    name: z.string(),
    secret_hash: z.string(),
    tenant: z.string(),
    person: personIdSchema,
    roles: z.array(z.enum(roles)),
    acts_for_others: z.boolean(),
    created_at: isoDateSchema,
    expires_at: isoDateSchema,
    revoked_at: isoDateSchema.optional(),
  })
  .transform(
    (record): ApiKey => ({
      id: record.key_id,
      name: record.name,
      secretHash: record.secret_hash,
      tenant: record.tenant,
      person: record.person,
      roles: record.roles,
      actsForOthers: record.acts_for_others,
      createdAt: record.created_at,
      expiresAt: record.expires_at,
      revokedAt: record.revoked_at,
    }),
  );

export function makeDynamoDbApiKeyStore(
  client: DynamoDBDocumentClient,
  { apiKeys: table }: Pick<TableNames, "apiKeys">,
): ApiKeyStore {
  return {
    create: async (key) => {
      const command = new PutCommand({
        TableName: table,
        Item: toRecord(key),
        // Or it is this very key, put by a first try whose answer was lost.
        ConditionExpression: "attribute_not_exists(key_id) OR secret_hash = :hash",
        ExpressionAttributeValues: { ":hash": key.secretHash },
      });
      await answerOf("DynamoDB PutItem of an API key", client.send(command));
    },
    find: async (id) => {
      const command = new GetCommand({ TableName: table, Key: { key_id: id }, ConsistentRead: true });
      const { Item } = await answerOf("DynamoDB GetItem of an API key", client.send(command));
      return Item && recordSchema.parse(Item);
    },
    list: async (tenant, { limit, cursor }) => {
      const position = fromCursor(cursor, z.string().max(100), [tenant])[tenant];
      const command = new QueryCommand({
        TableName: table,
        IndexName: "tenant-index",
        KeyConditionExpression: "tenant = :tenant",
        ExpressionAttributeValues: { ":tenant": tenant },
        Limit: limit,
        ExclusiveStartKey: position === undefined ? undefined : { tenant, key_id: position },
      });
      const { Items = [], LastEvaluatedKey } = await answerOf(
        "DynamoDB Query of API keys",
        client.send(command),
      );
      const last = z.object({ key_id: z.string() }).optional().parse(LastEvaluatedKey);
      return {
        items: Items.map((item) => recordSchema.parse(item)),
        next: toCursor({ [tenant]: last?.key_id ?? "end" }, [tenant]),
      };
    },
    revoke: async (id, at) => {
      const command = new UpdateCommand({
        TableName: table,
        Key: { key_id: id },
        UpdateExpression: "SET revoked_at = if_not_exists(revoked_at, :at)",
        ConditionExpression: "attribute_exists(secret_hash)",
        ExpressionAttributeValues: { ":at": at.toISOString() },
        ReturnValues: "ALL_NEW",
      });
      try {
        return recordSchema.parse((await client.send(command)).Attributes);
      } catch (cause) {
        if (cause instanceof ConditionalCheckFailedException) return undefined;
        return answerOf("DynamoDB UpdateItem of an API key", Promise.reject(cause));
      }
    },
  };
}

function toRecord(key: ApiKey): z.input<typeof recordSchema> & { readonly expires_on: number } {
  return {
    key_id: key.id,
    name: key.name,
    secret_hash: key.secretHash,
    tenant: key.tenant,
    person: key.person,
    roles: [...key.roles],
    acts_for_others: key.actsForOthers,
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt.toISOString(),
    expires_on: daysAfter(key.expiresAt, daysKept),
  };
}
