import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect, onTestFinished, test } from "vitest";
import { startDynamoDb } from "../../../src/local/parts/dynamodb.ts";
import { awsClientConfig } from "./aws-client-config.ts";
import { occupyPort } from "./busy-port.ts";
import { makeTempFolder } from "./temp-folder.ts";

function clientOf(url: string): DynamoDBClient {
  const client = new DynamoDBClient(awsClientConfig(url));
  onTestFinished(() => client.destroy());
  return client;
}

async function start(dataFile: string, port = 0) {
  const part = await startDynamoDb({ dataFile, port });
  onTestFinished(() => part.stop());
  return part;
}

test("DynamoDB answers the real client on loopback", async () => {
  const part = await start(join(await makeTempFolder(), "tables.sqlite"));

  const answer = await clientOf(part.url).send(new ListTablesCommand({}));

  expect(answer.TableNames).toEqual([]);
  expect(part.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test("DynamoDB keeps its tables and items over a restart", async () => {
  const dataFile = join(await makeTempFolder(), "tables.sqlite");
  const first = await start(dataFile);
  await clientOf(first.url).send(
    new CreateTableCommand({
      TableName: "kept",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    }),
  );
  await clientOf(first.url).send(new PutCommand({ TableName: "kept", Item: { id: "a", note: "kept" } }));
  await first.stop();

  const second = await start(dataFile);

  const found = await clientOf(second.url).send(new GetCommand({ TableName: "kept", Key: { id: "a" } }));
  expect(found.Item).toEqual({ id: "a", note: "kept" });
});

test("DynamoDB takes the next port when the preferred one is busy, and says so in its address", async () => {
  const busy = await occupyPort("127.0.0.1");

  const part = await start(join(await makeTempFolder(), "tables.sqlite"), busy);

  expect(Number(new URL(part.url).port)).toBeGreaterThan(busy);
  await expect(clientOf(part.url).send(new ListTablesCommand({}))).resolves.toBeDefined();
});

test("a data file that cannot be opened is told with the program's own words", async () => {
  const started = startDynamoDb({ dataFile: await makeTempFolder(), port: 0 });

  await expect(started).rejects.toThrow(
    /DynamoDB \(dynoxide\) did not start: it ended with code 1\nIt said:\n.+/,
  );
});

test("after stop nothing answers any more", async () => {
  const part = await start(join(await makeTempFolder(), "tables.sqlite"));

  await part.stop();

  await expect(fetch(part.url)).rejects.toThrow();
});
