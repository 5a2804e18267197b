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

/** A record as far as one has to look to tell whether it is of an event. */
const recordSchema = z.object({
  eventName: z.string(),
  dynamodb: z.object({
    SequenceNumber: z.string(),
    Keys: z.object({ request_id: z.object({ S: z.string() }) }).optional(),
    NewImage: z.unknown(),
  }),
});

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
    const unreadable = Records.findIndex((record) => !readInto(entries, record));
    const failed = await publish(entries);
    const position = failed ?? (unreadable < 0 ? undefined : positionOf(Records[unreadable]));
    return { batchItemFailures: position === undefined ? [] : [{ itemIdentifier: position }] };
  };

  /** Adds the record's notice, if it tells of an event; false when it cannot be read. */
  function readInto(entries: Entry[], record: DynamoDBRecord): boolean {
    const { data: read, error } = recordSchema.safeParse(record);
    if (!read) return unread(error);
    const { SequenceNumber: position, Keys, NewImage } = read.dynamodb;
    // Entries leave the table only when their time to live is over, and are never changed.
    if (read.eventName !== "INSERT") return true;
    // Who decides for whom is of no request, and each open one is told of it by an event of its own.
    if (Keys?.request_id.S.startsWith("delegations#")) return true;
    const parsed = auditImageSchema.safeParse(NewImage);
    if (!parsed.success) return unread(parsed.error);
    entries.push({ position, ...parsed.data });
    return true;
  }

  function unread(error: unknown): false {
    onFailure({ requestId: undefined, sequence: undefined, error });
    return false;
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

/** Where the stream is to come back from. Lambda takes an empty position for the whole batch. */
function positionOf(record: DynamoDBRecord | undefined): string {
  return recordSchema.safeParse(record).data?.dynamodb.SequenceNumber ?? "";
}
