import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { MailBlocks } from "../../app/ports/mail-blocks.ts";
import type { PersonId } from "../../core/person.ts";
import { answerOf } from "../answer-of.ts";
import { isoDateSchema } from "./iso-date.ts";
import type { TableNames } from "./tables.ts";

const blockRecordSchema = z.object({ reason: z.string(), since: isoDateSchema });

/** Blocks beside the deliveries, without an end of their own: docs/email.md says how an operator takes one away. */
export function makeDynamoDbMailBlocks(
  client: DynamoDBDocumentClient,
  { deliveries: table }: Pick<TableNames, "deliveries">,
): MailBlocks {
  return {
    find: async (address) => {
      const command = new GetCommand({ TableName: table, Key: keyOf(address), ConsistentRead: true });
      const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
      return Item && { address, ...blockRecordSchema.parse(Item) };
    },
    add: async ({ address, reason, since }) => {
      const command = new PutCommand({
        TableName: table,
        Item: { ...keyOf(address), reason, since: since.toISOString() },
        ConditionExpression: "attribute_not_exists(request_id)",
      });
      try {
        await client.send(command);
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return;
        await answerOf(`DynamoDB PutItem in ${table}`, Promise.reject(error));
      }
    },
  };
}

function keyOf(address: PersonId) {
  return { request_id: `address#${address}`, place: "block" };
}
