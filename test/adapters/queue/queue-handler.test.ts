import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { expect, test } from "vitest";
import { type FailedMessage, makeQueueHandler } from "../../../src/adapters/queue/queue-handler.ts";
import { type RunStep, runStepSchema, toRunMessage } from "../../../src/app/ports/run-queue.ts";
import { type RequestId, requestIdSchema } from "../../../src/core/request.ts";

const first = requestIdSchema.parse("req-0000000001");
const second = requestIdSchema.parse("req-0000000002");
const third = requestIdSchema.parse("req-0000000003");

const messageOf = (requestId: RequestId, step = 0) => JSON.stringify(toRunMessage({ requestId, step }));

function recordOf(messageId: string, body: string): SQSRecord {
  return {
    messageId,
    body,
    receiptHandle: `receipt-${messageId}`,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "0",
      SenderId: "sender",
      ApproximateFirstReceiveTimestamp: "0",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-central-1:000000000000:runs",
    awsRegion: "eu-central-1",
  };
}

function openHandler(work: (step: RunStep) => Promise<void> = async () => {}) {
  const handled: RunStep[] = [];
  const failures: FailedMessage[] = [];
  const handler = makeQueueHandler(
    runStepSchema,
    async (step) => {
      await work(step);
      handled.push(step);
    },
    (failed) => failures.push(failed),
  );
  const run = (...records: readonly SQSRecord[]) =>
    handler({ Records: [...records] }, {} as never, () => {}) as Promise<SQSBatchResponse>;
  return { handled, failures, run };
}

async function failFor(id: RequestId, { requestId }: RunStep) {
  if (requestId === id) throw new Error(`no luck with ${id}`);
}

test("every message of a batch is handed on as what it says", async () => {
  const { handled, failures, run } = openHandler();

  const response = await run(recordOf("a", messageOf(first)), recordOf("b", messageOf(second, 4)));

  expect(response).toEqual({ batchItemFailures: [] });
  expect(handled).toHaveLength(2);
  expect(handled).toEqual(
    expect.arrayContaining([
      { requestId: first, step: 0 },
      { requestId: second, step: 4 },
    ]),
  );
  expect(failures).toEqual([]);
});

test("a message that cannot be handled fails by itself, and the log hears of which request", async () => {
  const { handled, failures, run } = openHandler((step) => failFor(second, step));

  const response = await run(
    recordOf("a", messageOf(first)),
    recordOf("b", messageOf(second)),
    recordOf("c", messageOf(third)),
  );

  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "b" }] });
  expect(handled.map(({ requestId }) => requestId).sort()).toEqual([first, third]);
  expect(failures).toEqual([
    { messageId: "b", requestId: second, error: new Error(`no luck with ${second}`) },
  ]);
});

test.each([
  ["is no JSON", "{"],
  ["is JSON of something else", '{"request_id":"req-0000000002"}'],
  ["names no request", '{"request_id":"prod-orders-01","step":0}'],
  ["is empty", ""],
])("a message that %s fails by itself, and comes to nobody", async (_what, body) => {
  const { handled, failures, run } = openHandler();

  const response = await run(recordOf("a", body), recordOf("b", messageOf(first)));

  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "a" }] });
  expect(handled).toEqual([{ requestId: first, step: 0 }]);
  expect(failures).toEqual([{ messageId: "a", requestId: undefined, error: expect.any(Error) }]);
});

test("why a message cannot be read is told without a word of it", async () => {
  const { failures, run } = openHandler();

  await run(recordOf("a", '{"task_token": token-of-somebody}'));

  expect(failures.map(({ error }) => String(error))).toEqual(["UnreadableJsonError: is no JSON"]);
});

test("a batch of which all fail is reported, not thrown", async () => {
  const { run } = openHandler((step) => failFor(first, step));

  const response = await run(recordOf("a", messageOf(first)), recordOf("b", "?"));

  expect(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(["a", "b"]);
});

test("two batches at the same time answer each for itself", async () => {
  const bothRun = Promise.withResolvers<void>();
  let started = 0;
  const { run } = openHandler(async (step) => {
    started += 1;
    if (started === 2) bothRun.resolve();
    await bothRun.promise;
    await failFor(first, step);
  });

  const responses = await Promise.all([
    run(recordOf("a", messageOf(first))),
    run(recordOf("b", messageOf(second))),
  ]);

  expect(responses).toEqual([{ batchItemFailures: [{ itemIdentifier: "a" }] }, { batchItemFailures: [] }]);
});

test("work that is done once per request is done once in a batch, again after a failure, and again in the next", async () => {
  const worked: string[] = [];
  const handler = makeQueueHandler(
    runStepSchema,
    ({ requestId }, oncePerRequest) =>
      oncePerRequest(requestId, async () => {
        worked.push(requestId);
        const isFirstTry = worked.filter((one) => one === requestId).length === 1;
        if (requestId === second && isFirstTry) throw new Error("no luck");
      }),
    () => {},
  );
  const records = [first, second, first, second, second].map((id, index) =>
    recordOf(`${index}`, messageOf(id, index)),
  );
  const run = () => handler({ Records: records }, {} as never, () => {}) as Promise<SQSBatchResponse>;

  const response = await run();
  const inFirst = worked.toSorted();
  const again = await run();

  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
  expect(inFirst).toEqual([first, second, second]);
  expect(again).toEqual({ batchItemFailures: [] });
  expect(worked.slice(inFirst.length).toSorted()).toEqual([first, second]);
});
