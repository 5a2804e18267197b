import type { DynamoDBRecord, DynamoDBStreamHandler } from "aws-lambda";
import { z } from "zod";
import { type EventNotice, type EventPublisher, eventNoticeSchema } from "../../app/ports/event-publisher.ts";

/** The attributes of an audit record that a notice is made of, as a stream carries them. */
const auditImageSchema = z
  .object({
    request_id: z.object({ S: z.string() }),
    sequence: z.object({ N: z.coerce.number() }),
    kind: z.object({ S: z.string() }),
    occurred_at: z.object({ S: z.iso.datetime() }),
  })
  .transform(({ request_id, sequence, kind, occurred_at }) => ({
    notice: { request_id: request_id.S, sequence: sequence.N, kind: kind.S },
    at: new Date(occurred_at.S),
  }))
  .pipe(z.object({ notice: eventNoticeSchema, at: z.date() }));

interface Reporter {
  /** `at`: when the event was committed, to the millisecond; a stream's own time of it has whole seconds. */
  readonly onPublished: (notice: EventNotice, at: Date) => void;
  readonly onFailure: (failed: {
    readonly requestId: string | undefined;
    readonly sequence: number | undefined;
    readonly error: unknown;
  }) => void;
}

interface Entry {
  readonly position: string;
  readonly notice: EventNotice;
  readonly at: Date;
}

/**
 * A handler for the audit table's stream, which tells of each event that was added. The first record that fails is
 * reported, and the stream comes back from there: nothing is left out and nothing overtakes.
 */
export function makeStreamHandler(
  publisher: EventPublisher,
  { onPublished, onFailure }: Reporter,
): DynamoDBStreamHandler {
  return async ({ Records }) => {
    const entries: Entry[] = [];
    const unreadable = Records.find((record) => !readInto(entries, record));
    const failed = await publish(entries);
    const position = failed ?? unreadable?.dynamodb?.SequenceNumber;
    return { batchItemFailures: position === undefined ? [] : [{ itemIdentifier: position }] };
  };

  /** Adds the record's notice, if it tells of an event; false when it cannot be read. */
  function readInto(entries: Entry[], record: DynamoDBRecord): boolean {
    // Entries leave the table only when their time to live is over, and are never changed.
    if (record.eventName !== "INSERT") return true;
    // Who decides for whom is of no request, and each open one is told of it by an event of its own.
    if (record.dynamodb?.Keys?.request_id?.S?.startsWith("delegations#")) return true;
    const parsed = auditImageSchema.safeParse(record.dynamodb?.NewImage);
    if (parsed.success) entries.push({ position: record.dynamodb?.SequenceNumber ?? "", ...parsed.data });
    else onFailure({ requestId: undefined, sequence: undefined, error: parsed.error });
    return parsed.success;
  }

  /** The position of the first that could not be told; nothing when all are. */
  async function publish(entries: readonly Entry[]): Promise<string | undefined> {
    try {
      const failed = await publisher.publish(entries.map(({ notice }) => notice));
      for (const { notice, at } of entries) {
        if (failed.includes(notice)) onFailure({ ...notice, error: new Error("SNS did not take it") });
        else onPublished(notice, at);
      }
      return entries.find(({ notice }) => failed.includes(notice))?.position;
    } catch (error) {
      for (const { notice } of entries) onFailure({ ...notice, error });
      return entries[0]?.position;
    }
  }
}
