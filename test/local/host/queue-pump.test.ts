import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Running } from "../../../src/local/host/invoke.ts";
import { startQueuePump } from "../../../src/local/host/queue-pump.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../support/embedded-aws.ts";

let aws: EmbeddedAws;
let queueUrl: string;
let queues = 0;
const pumps: Running[] = [];

beforeAll(async () => {
  aws = await startEmbeddedAws();
});
afterAll(() => aws.stop());

beforeEach(async () => {
  queues += 1;
  const Attributes = { VisibilityTimeout: "1" };
  const { QueueUrl } = await aws.clients.sqs.send(
    new CreateQueueCommand({ QueueName: `jobs-${queues}`, Attributes }),
  );
  queueUrl = QueueUrl ?? "";
});
afterEach(async () => {
  await Promise.all(pumps.splice(0).map((pump) => pump.stop()));
});

async function send(...bodies: string[]) {
  for (const MessageBody of bodies) {
    const MessageAttributes = { kind: { DataType: "String", StringValue: "job" } };
    await aws.clients.sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, MessageAttributes }),
    );
  }
}

async function left() {
  const { Attributes } = await aws.clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["All"] }),
  );
  return (
    Number(Attributes?.ApproximateNumberOfMessages) +
    Number(Attributes?.ApproximateNumberOfMessagesNotVisible)
  );
}

function start(handle: (records: readonly SQSRecord[]) => Promise<unknown> | unknown) {
  const seen: string[] = [];
  const errors: unknown[] = [];
  const pump = startQueuePump({
    functionName: "dispatch",
    invoke: async (event) => {
      const { Records } = event as SQSEvent;
      seen.push(...Records.map((record) => record.body));
      return handle(Records);
    },
    client: aws.clients.sqs,
    queueUrl,
    queueArn: "arn:aws:sqs:eu-central-1:000000000000:jobs",
    batchSize: 10,
    report: ({ error }) => errors.push(error),
  });
  pumps.push(pump);
  return { pump, seen, errors };
}

test("what was handled is deleted", async () => {
  await send("a", "b");

  const { seen } = start(() => undefined);

  await vi.waitFor(async () => expect(await left()).toBe(0));
  expect(seen.sort()).toEqual(["a", "b"]);
});

test("records have the shape that Lambda gives them", async () => {
  const records: SQSRecord[] = [];
  await send("a");

  start((batch) => void records.push(...batch));

  await vi.waitFor(() => expect(records).toHaveLength(1));
  expect(records).toMatchObject([
    {
      messageId: expect.any(String),
      body: "a",
      attributes: { ApproximateReceiveCount: "1", SentTimestamp: expect.stringMatching(/^\d+$/) },
      messageAttributes: { kind: { dataType: "String", stringValue: "job" } },
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:eu-central-1:000000000000:jobs",
      awsRegion: "eu-central-1",
    },
  ]);
});

test("of a batch only what failed comes again", async () => {
  await send("good", "bad");
  let failures = 1;
  const { seen } = start((records) => ({
    batchItemFailures: records
      .filter((record) => record.body === "bad" && failures-- > 0)
      .map((record) => ({ itemIdentifier: record.messageId })),
  }));

  await vi.waitFor(async () => expect(await left()).toBe(0), { timeout: 5_000 });

  expect(seen.sort()).toEqual(["bad", "bad", "good"]);
});

test("after an error everything of the batch comes again", async () => {
  await send("a");
  let failures = 1;
  const { seen, errors } = start(() => {
    if (failures-- > 0) throw new Error("the table is gone");
  });

  await vi.waitFor(async () => expect(await left()).toBe(0), { timeout: 5_000 });

  expect(seen).toEqual(["a", "a"]);
  expect(errors).toEqual([new Error("the table is gone")]);
});

test("a slow batch holds up no other", async () => {
  const gate = Promise.withResolvers<void>();
  const { seen } = start((records) => (records[0]?.body === "slow" ? gate.promise : undefined));
  await send("slow");
  await vi.waitFor(() => expect(seen).toEqual(["slow"]));

  await send("quick");

  await vi.waitFor(() => expect(seen).toContain("quick"));
  gate.resolve();
});

test("stopping waits for the batch under way", async () => {
  const gate = Promise.withResolvers<void>();
  const { pump, seen } = start(() => gate.promise);
  await send("a");
  await vi.waitFor(() => expect(seen).toEqual(["a"]));

  const stopping = pump.stop();
  gate.resolve();
  await stopping;

  expect(await left()).toBe(0);
});

test("what arrives while the pump stops is not lost", async () => {
  const { pump, seen } = start(() => undefined);

  const stopping = pump.stop();
  await send("a");
  await stopping;

  expect(seen.length + (await left())).toBe(1);
});
