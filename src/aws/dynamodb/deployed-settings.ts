import { type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { DeployedSettings } from "../../app/ports/deployed-settings.ts";
import { answerOf } from "../answer-of.ts";
import type { TableNames } from "./tables.ts";

const settingsSchema = z.object({ settings_hash: z.string() });

/** One item for each tenant beside the requests in their table; written and read in one step, so that one change is seen once. */
export function makeDynamoDbDeployedSettings(
  client: DynamoDBDocumentClient,
  { requests: table }: Pick<TableNames, "requests">,
): DeployedSettings {
  return {
    exchange: async (tenant, hash) => {
      const command = new PutCommand({
        TableName: table,
        Item: { request_id: `settings#${tenant}`, settings_hash: hash },
        ReturnValues: "ALL_OLD",
      });
      const { Attributes } = await answerOf(`DynamoDB PutItem in ${table}`, client.send(command));
      return Attributes && settingsSchema.parse(Attributes).settings_hash;
    },
  };
}
