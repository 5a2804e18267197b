import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import type { TableProperties } from "./resource-schemas.ts";

/** Creates the table if there is none, and gives its description. Throws when one is there with other keys or indexes. */
export async function provisionTable(
  table: TableProperties,
  client: DynamoDBClient,
): Promise<TableDescription> {
  const found = await findTable(table.TableName, client);
  if (found === undefined) await createTable(table, client);
  const description = found ?? (await activeTable(table.TableName, client));
  if (shapeOf(description) !== shapeOf(table)) {
    throw new Error(
      `${table.TableName} was made by other definitions than today's: start with an empty data folder`,
    );
  }
  await turnOnTimeToLive(table, client);
  return description;
}

async function findTable(name: string, client: DynamoDBClient): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function createTable(table: TableProperties, client: DynamoDBClient): Promise<void> {
  const { TimeToLiveSpecification: _, StreamSpecification: stream, ...rest } = table;
  await client.send(
    new CreateTableCommand({
      ...rest,
      BillingMode: "PAY_PER_REQUEST",
      ...(stream && { StreamSpecification: { ...stream, StreamEnabled: true } }),
    }),
  );
}

async function activeTable(name: string, client: DynamoDBClient): Promise<TableDescription> {
  for (;;) {
    const table = await findTable(name, client);
    if (table?.TableStatus === "ACTIVE") return table;
    await sleep(10);
  }
}

async function turnOnTimeToLive(table: TableProperties, client: DynamoDBClient): Promise<void> {
  const { TableName, TimeToLiveSpecification } = table;
  if (TimeToLiveSpecification === undefined) return;
  const now = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  if (now.TimeToLiveDescription?.AttributeName === TimeToLiveSpecification.AttributeName) return;
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

function shapeOf({
  KeySchema,
  GlobalSecondaryIndexes = [],
}: Pick<TableDescription, "KeySchema" | "GlobalSecondaryIndexes">): string {
  const keys = (schema: TableDescription["KeySchema"]) => schema?.map((key) => key.AttributeName).join("+");
  const indexes = GlobalSecondaryIndexes.map((index) => `${index.IndexName}: ${keys(index.KeySchema)}`);
  return [keys(KeySchema), ...indexes.sort()].join(", ");
}
