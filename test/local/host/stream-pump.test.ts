import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CreateTableCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Running } from "../../../src/local/host/invoke.ts";
import { makePace } from "../../../src/local/host/pace.ts";
import { startStreamPump } from "../../../src/local/host/stream-pump.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../support/embedded-aws.ts";

let aws: EmbeddedAws;
let table: string;
let streamArn: string;
let tables = 0;
const pumps: Running[] = [];

beforeAll(async () => {
  aws = await startEmbeddedAws();
});
afterAll(() => aws.stop());

beforeEach(async () => {
  tables += 1;
  table = `entries-${tables}`;
  const { TableDescription } = await aws.clients.dynamodb.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    }),
  );
  streamArn = TableDescription?.LatestStreamArn ?? "";
});
afterEach(async () => {
  await Promise.all(pumps.splice(0).map((pump) => pump.stop()));
});

const idOf = (record: DynamoDBRecord) => record.dynamodb?.NewImage?.id?.S ?? "";
const numberOf = (record: DynamoDBRecord) => record.dynamodb?.SequenceNumber ?? "";
const checkpointFile = () => join(aws.folder, table, "checkpoint.json");

async function put(...ids: string[]) {
  for (const id of ids) {
    const Item = { id: { S: id }, bytes: { B: new Uint8Array([1, 2]) }, list: { L: [{ N: "1" }] } };
    await aws.clients.dynamodb.send(new PutItemCommand({ TableName: table, Item }));
  }
}

async function start(handle: (records: readonly DynamoDBRecord[]) => Promise<unknown> | unknown) {
  const calls: string[][] = [];
  const errors: unknown[] = [];
  const pump = await startStreamPump({
    pace: makePace(),
    functionName: "publish-events",
    invoke: async (event) => {
      const { Records } = event as DynamoDBStreamEvent;
      calls.push(Records.map(idOf));
      return handle(Records);
    },
    client: aws.clients.streams,
    streamArn,
    batchSize: 100,
    checkpointFile: checkpointFile(),
    report: ({ error }) => errors.push(error),
  });
  pumps.push(pump);
  return { pump, calls, errors };
}

const saved = () =>
  vi.waitFor(async () => JSON.parse(await readFile(checkpointFile(), "utf8")).position.sequenceNumber);

test("what was written before and after the start is handed over in order", async () => {
  await put("a", "b");
  const { calls } = await start(() => undefined);

  await put("c");

  await vi.waitFor(() => expect(calls.flat()).toEqual(["a", "b", "c"]));
});

test("records have the shape that Lambda gives them", async () => {
  const records: DynamoDBRecord[] = [];
  await start((batch) => void records.push(...batch));

  await put("a");

  await vi.waitFor(() => expect(records).toHaveLength(1));
  expect(records).toMatchObject([
    {
      eventName: "INSERT",
      eventSource: "aws:dynamodb",
      eventSourceARN: streamArn,
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { id: { S: "a" } },
        NewImage: { id: { S: "a" }, bytes: { B: "AQI=" }, list: { L: [{ N: "1" }] } },
        SequenceNumber: expect.stringMatching(/^\d+$/),
      },
    },
  ]);
});

test("after a partial failure the failed record and those behind it come again", async () => {
  await put("a", "b", "c");
  let failures = 2;
  const { calls } = await start((records) => {
    const failed = records.find((record) => idOf(record) === "b" && failures-- > 0);
    return { batchItemFailures: failed ? [{ itemIdentifier: numberOf(failed) }] : [] };
  });

  await vi.waitFor(() => expect(calls).toHaveLength(3));

  expect(calls).toEqual([
    ["a", "b", "c"],
    ["b", "c"],
    ["b", "c"],
  ]);
});

test("after an error the whole batch comes again, and what is written later waits", async () => {
  await put("a");
  let failures = 2;
  const { calls, errors } = await start(async () => {
    if (failures-- > 0) {
      await put(`later ${failures}`);
      throw new Error("the topic is gone");
    }
  });

  await vi.waitFor(() => expect(calls.flat()).toContain("later 0"));

  expect(calls.slice(0, 3)).toEqual([["a"], ["a"], ["a"]]);
  expect(errors).toEqual([new Error("the topic is gone"), new Error("the topic is gone")]);
});

test("a restart goes on after what was handed over, and loses nothing", async () => {
  await put("a", "b");
  const first = await start((records) => ({
    batchItemFailures: records
      .filter((record) => idOf(record) === "b")
      .map((record) => ({
        itemIdentifier: numberOf(record),
      })),
  }));
  await saved();
  await first.pump.stop();
  await put("c");

  const second = await start(() => undefined);

  await vi.waitFor(() => expect(second.calls.flat()).toEqual(["b", "c"]));
});

test("a checkpoint of another stream is not used", async () => {
  await put("a");
  const first = await start(() => undefined);
  await saved();
  await first.pump.stop();
  const file = JSON.parse(await readFile(checkpointFile(), "utf8"));
  await writeFile(checkpointFile(), JSON.stringify({ ...file, streamArn: "another" }));

  const second = await start(() => undefined);

  await vi.waitFor(() => expect(second.calls).toEqual([["a"]]));
});

test("stopping waits for the batch under way and remembers it", async () => {
  const gate = Promise.withResolvers<void>();
  const { pump, calls } = await start(() => gate.promise);
  await put("a");
  await vi.waitFor(() => expect(calls).toHaveLength(1));

  const stopping = pump.stop();
  gate.resolve();
  await stopping;

  expect(await saved()).toMatch(/^\d+$/);
});
