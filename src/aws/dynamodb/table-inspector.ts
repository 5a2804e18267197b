import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  type KeySchemaElement,
  ResourceNotFoundException,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import type { FoundTable, TableInspector } from "../../app/ports/inspection.ts";
import { answerOf } from "../answer-of.ts";
import { boundedClient } from "../bounded-client.ts";

export function makeDynamoDbTableInspector(): TableInspector {
  const bounds = { attempts: 2, connectionMilliseconds: 1000, requestMilliseconds: 3000 };
  const client = new DynamoDBClient(boundedClient(bounds));
  return {
    find: async (TableName) => {
      try {
        const [described, timed] = await Promise.all([
          client.send(new DescribeTableCommand({ TableName })),
          client.send(new DescribeTimeToLiveCommand({ TableName })),
        ]);
        const { TimeToLiveStatus, AttributeName } = timed.TimeToLiveDescription ?? {};
        return toFoundTable(
          described.Table ?? {},
          TimeToLiveStatus === "ENABLED" ? AttributeName : undefined,
        );
      } catch (cause) {
        if (cause instanceof ResourceNotFoundException) return undefined;
        return answerOf(`DynamoDB DescribeTable of ${TableName}`, Promise.reject(cause));
      }
    },
  };
}

function toFoundTable(table: TableDescription, timeToLive: string | undefined): FoundTable {
  return {
    isActive: table.TableStatus === "ACTIVE",
    keys: toKeys(table.KeySchema),
    indexes: (table.GlobalSecondaryIndexes ?? []).map(({ IndexName = "", IndexStatus, KeySchema }) => ({
      name: IndexName,
      isActive: IndexStatus === "ACTIVE",
      keys: toKeys(KeySchema),
    })),
    stream: table.StreamSpecification?.StreamEnabled ? table.StreamSpecification.StreamViewType : undefined,
    timeToLive,
  };
}

function toKeys(schema: readonly KeySchemaElement[] = []): readonly string[] {
  return schema.map(({ AttributeName = "" }) => AttributeName);
}
