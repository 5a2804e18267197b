import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import { expect, test } from "vitest";
import { makeStreamHandler } from "../../../src/adapters/stream/stream-handler.ts";
import type { EventNotice } from "../../../src/app/ports/event-publisher.ts";
import { requestIdSchema } from "../../../src/core/request.ts";

const requestId = requestIdSchema.parse("req-0123456789");

const noticeOf = (sequence: number): EventNotice => ({
  requestId,
  sequence,
  kind: sequence === 1 ? "created" : "approved",
});

const committedAt = "2026-03-02T10:00:00.123Z";

/** The audit record of the request's event, as the stream carries it; its position is `at-` and its number. */
function recordOf(sequence: number, changes: Partial<DynamoDBRecord> = {}): DynamoDBRecord {
  return {
    eventName: "INSERT",
    dynamodb: {
      SequenceNumber: `at-${sequence}`,
      NewImage: {
        request_id: { S: requestId },
        sequence: { N: String(sequence) },
        kind: { S: noticeOf(sequence).kind },
        occurred_at: { S: committedAt },
        hash: { S: "what else an event holds" },
      },
    },
    ...changes,
  };
}

function unreadable(sequence: number): DynamoDBRecord {
  return recordOf(sequence, {
    dynamodb: { SequenceNumber: `at-${sequence}`, NewImage: { request_id: { S: "no request" } } },
  });
}

interface Failed {
  readonly requestId: string | undefined;
  readonly sequence: number | undefined;
  readonly error: unknown;
}

function openHandler(untold: (notice: EventNotice) => boolean = () => false) {
  const told: number[] = [];
  const published: number[] = [];
  const moments: string[] = [];
  const failures: Failed[] = [];
  const handler = makeStreamHandler(
    {
      publish: async (notices) => {
        told.push(...notices.map(({ sequence }) => sequence));
        return notices.filter(untold);
      },
    },
    {
      onPublished: ({ sequence }, at) => {
        published.push(sequence);
        moments.push(at.toISOString());
      },
      onFailure: (failed) => failures.push(failed),
    },
  );
  const run = (...records: readonly DynamoDBRecord[]) =>
    handler({ Records: [...records] }, {} as never, () => {}) as Promise<DynamoDBBatchResponse>;
  return { told, published, moments, failures, run };
}

test("every event that was added is told of, in its order", async () => {
  const { told, published, failures, run } = openHandler();

  const response = await run(recordOf(1), recordOf(2), recordOf(3));

  expect(response).toEqual({ batchItemFailures: [] });
  expect(told).toEqual([1, 2, 3]);
  expect(published).toEqual([1, 2, 3]);
  expect(failures).toEqual([]);
});

test("it is told when each was committed, to the millisecond", async () => {
  const { moments, run } = openHandler();

  await run(recordOf(1), recordOf(2));

  expect(moments).toEqual([committedAt, committedAt]);
});

test("entries that leave the table, or were changed, tell of nothing", async () => {
  const { told, run } = openHandler();

  const response = await run(
    recordOf(1, { eventName: "REMOVE" }),
    recordOf(2, { eventName: "MODIFY" }),
    recordOf(3),
  );

  expect(response).toEqual({ batchItemFailures: [] });
  expect(told).toEqual([3]);
});

test("the stream comes back from the first event that could not be told", async () => {
  const { published, failures, run } = openHandler(({ sequence }) => sequence === 2 || sequence === 4);

  const response = await run(recordOf(1), recordOf(2), recordOf(3), recordOf(4));

  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "at-2" }] });
  expect(published).toEqual([1, 3]);
  expect(failures).toMatchObject([
    { requestId, sequence: 2 },
    { requestId, sequence: 4 },
  ]);
});

test("when nobody can say what was told, it comes back from the first", async () => {
  const { published, failures, run } = openHandler(() => {
    throw new Error("the topic is out of reach");
  });

  const response = await run(recordOf(1), recordOf(2));

  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "at-1" }] });
  expect(published).toEqual([]);
  expect(failures).toMatchObject([
    { sequence: 1, error: new Error("the topic is out of reach") },
    { sequence: 2 },
  ]);
});

test("a record that cannot be read is come back to; those before it are told of, those after it wait", async () => {
  const { told, failures, run } = openHandler();

  const response = await run(recordOf(1), unreadable(2), recordOf(3), unreadable(4));

  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "at-2" }] });
  expect(told).toEqual([1]);
  expect(failures).toEqual([{ requestId: undefined, sequence: undefined, error: expect.any(Error) }]);
});

test("an event that could not be told comes before a record that cannot be read", async () => {
  const { run } = openHandler(({ sequence }) => sequence === 1);

  const response = await run(recordOf(1), unreadable(2));

  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "at-1" }] });
});

test.each([
  ["that is nothing at all", null],
  ["without a position", { eventName: "INSERT", dynamodb: { NewImage: {} } }],
  ["whose key is no text", recordOf(2, { dynamodb: { Keys: { request_id: { S: 1 } } } } as never)],
])("a record %s makes the whole batch come again, and is not passed over", async (_, record) => {
  const { run, told, failures } = openHandler();

  const response = await run(recordOf(1), record as never);

  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "" }] });
  expect(told).toEqual([1]);
  expect(failures).toHaveLength(1);
});

test("a batch without any event is done", async () => {
  const { run } = openHandler();

  const response = await run(recordOf(1, { eventName: "REMOVE" }));

  expect(response).toEqual({ batchItemFailures: [] });
});
