import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { DeployedSettings } from "../../app/ports/deployed-settings.ts";
import { answerOf } from "../answer-of.ts";
import type { TableNames } from "./tables.ts";

const settingsSchema = z.object({ settings_hash: z.string() });

/** One item for each tenant beside the requests in their table. */
export function makeDynamoDbDeployedSettings(
  client: DynamoDBDocumentClient,
  { requests: table }: Pick<TableNames, "requests">,
): DeployedSettings {
  return {
    find: async (tenant) => {
      const command = new GetCommand({ TableName: table, Key: keyOf(tenant), ConsistentRead: true });
      const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
      return Item && settingsSchema.parse(Item).settings_hash;
    },
    note: async (tenant, hash) => {
      const command = new PutCommand({ TableName: table, Item: { ...keyOf(tenant), settings_hash: hash } });
      await answerOf(`DynamoDB PutItem in ${table}`, client.send(command));
    },
  };
}

function keyOf(tenant: string) {
  return { request_id: `settings#${tenant}` };
}
