import type { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBRecord } from "aws-lambda";
import { batchFailures } from "./batch-failures.ts";
import { makeCheckpoint } from "./checkpoint.ts";
import type { Invoke, Report, Running } from "./invoke.ts";
import type { Pace } from "./pace.ts";
import { pause } from "./pause.ts";
import { makeStreamReader } from "./stream-reader.ts";
import { toLambdaRecord } from "./stream-record.ts";

export interface StreamPumpOptions {
  readonly functionName: string;
  readonly invoke: Invoke;
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  readonly batchSize: number;
  readonly checkpointFile: string;
  readonly pace: Pace;
  readonly report: Report;
}

const firstBackoffMs = 25;
const longestBackoffMs = 5_000;

/**
 * Feeds a DynamoDB stream to a function as Lambda does: in order, a batch at a time, from the first failed record on
 * again until it succeeds. What was handed over is on disk, so that a restart goes on after it.
 */
export async function startStreamPump({
  functionName,
  invoke,
  client,
  streamArn,
  batchSize,
  checkpointFile,
  pace,
  report,
}: StreamPumpOptions): Promise<Running> {
  const stopping = new AbortController();
  const checkpoint = makeCheckpoint(checkpointFile, streamArn);
  const reader = makeStreamReader(client, streamArn, batchSize, await checkpoint.read());
  const backoff = makeBackoff(stopping.signal);

  async function pump(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const { shardId, records } = await reader.read();
        backoff.reset();
        if (records.length === 0) await pace.wait(stopping.signal);
        else
          await handOver(
            shardId,
            records.map((record) => toLambdaRecord(record, streamArn)),
          );
      } catch (error) {
        report({ functionName, error });
        await backoff.wait();
      }
    }
  }

  async function handOver(shardId: string, records: readonly DynamoDBRecord[]): Promise<void> {
    let open = records;
    while (open.length > 0 && !stopping.signal.aborted) {
      const done = await attempt(open);
      const last = open[done - 1]?.dynamodb?.SequenceNumber;
      if (last !== undefined) await saved({ shardId, sequenceNumber: last });
      open = open.slice(done);
      if (open.length > 0) await backoff.wait();
      else backoff.reset();
    }
  }

  /** How many records, counted from the first, were handed over. */
  async function attempt(records: readonly DynamoDBRecord[]): Promise<number> {
    const numbers = records.map((record) => record.dynamodb?.SequenceNumber ?? "");
    try {
      const failed = batchFailures(await invoke({ Records: records }), numbers);
      return failed.size === 0 ? records.length : numbers.findIndex((number) => failed.has(number));
    } catch (error) {
      report({ functionName, error });
      return 0;
    }
  }

  async function saved(position: {
    readonly shardId: string;
    readonly sequenceNumber: string;
  }): Promise<void> {
    await checkpoint.write(position).catch((error: unknown) => report({ functionName, error }));
  }

  const pumping = pump();
  return {
    stop: async () => {
      stopping.abort();
      await pumping;
    },
  };
}

function makeBackoff(signal: AbortSignal) {
  let nextMs = firstBackoffMs;
  return {
    reset: () => {
      nextMs = firstBackoffMs;
    },
    wait: async () => {
      const now = nextMs;
      nextMs = Math.min(nextMs * 2, longestBackoffMs);
      await pause(now, signal);
    },
  };
}
