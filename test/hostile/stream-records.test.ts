import type { DynamoDBBatchResponse } from "aws-lambda";
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeStreamHandler } from "../../src/adapters/stream/stream-handler.ts";
import { type EventNotice, eventNoticeSchema, toEventMessage } from "../../src/app/ports/event-publisher.ts";
import { makeLogScanner } from "../support/log-scanner.ts";
import { attack, patienceMs } from "./support/attack.ts";
import { hostileValue } from "./support/hostile-values.ts";
import { spoilt } from "./support/spoilt.ts";

const requestId = "req-0123456789";
/** What stands in the record and is nothing for the log. */
const comment = "The password of the owner is hunter-2-hunter-2.";

function recordOf(sequence: number) {
  return {
    eventID: `event-${sequence}`,
    eventName: "INSERT",
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: "eu-central-1",
    dynamodb: {
      Keys: { request_id: { S: requestId }, sequence: { N: String(sequence) } },
      NewImage: {
        request_id: { S: requestId },
        sequence: { N: String(sequence) },
        kind: { S: "approved" },
        occurred_at: { S: "2026-03-02T10:00:00.123Z" },
        details: { M: { comment: { S: comment } } },
      },
      SequenceNumber: `at-${sequence}`,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
    eventSourceARN: "arn:aws:dynamodb:eu-central-1:123456789012:table/rds-audit-log-test/stream/1",
  };
}

const removal = { ...recordOf(2), eventName: "REMOVE" };
const delegation = structuredClone(recordOf(2));
delegation.dynamodb.Keys.request_id.S = "delegations#acme";

test(
  "2,000 spoilt records: what came before each is told, and none is passed over that tells of an event",
  async () => {
    const scanner = makeLogScanner();
    scanner.watch("what somebody wrote", comment);
    const log = scanner.logOf("publish-events");
    const told: EventNotice[] = [];
    const handler = makeStreamHandler(
      {
        publish: async (notices) => {
          told.push(...notices);
          return [];
        },
      },
      {
        onPublished: (notice) => log.info(notice, "event published"),
        onFailure: ({ requestId: request_id, sequence, error }) =>
          log.error({ request_id, sequence, err: error }, "event not published, to be tried again"),
      },
    );
    const records = fc.oneof(
      { weight: 9, arbitrary: spoilt([recordOf(2), recordOf(2), removal, delegation]) },
      { weight: 1, arbitrary: hostileValue() },
    );

    await attack({
      inputs: records,
      runs: 2000,
      send: async (record) => {
        told.length = 0;
        // Whatever it is: the stream's own shape is AWS's to keep.
        const Records = [recordOf(1), record, recordOf(3)] as never;
        return (await handler({ Records }, {} as never, () => {})) as DynamoDBBatchResponse;
      },
      complaint: ({ batchItemFailures }, record) => {
        const sequences = told.map(({ sequence }) => sequence);
        if (sequences[0] !== 1) return `what came before was not told: ${sequences.join()}`;
        if (!told.every((notice) => eventNoticeSchema.safeParse(toEventMessage(notice)).success))
          return "something else than a notice was told";
        const isDone = batchItemFailures.length === 0;
        if (isDone && sequences.at(-1) !== 3) return `what came after was not told: ${sequences.join()}`;
        if (isDone && tellsOfAnEvent(record) && told.length < 3) return "an event was passed over";
        return undefined;
      },
    });

    expect(scanner.lines.length).toBeGreaterThan(1000);
    expect(scanner.leaks()).toEqual([]);
  },
  patienceMs,
);

/** Whether it was added to the table, and not under what is no request's: something has to come of it. */
function tellsOfAnEvent(record: unknown): boolean {
  const { eventName, dynamodb } = (record ?? {}) as Partial<ReturnType<typeof recordOf>>;
  const key: unknown = dynamodb?.Keys?.request_id?.S;
  return eventName === "INSERT" && !(typeof key === "string" && key.startsWith("delegations#"));
}
