import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from "@aws-sdk/client-dynamodb-streams";
import type { StreamPosition } from "./checkpoint.ts";

interface StreamBatch {
  readonly shardId: string;
  readonly records: readonly StreamRecord[];
}

export interface StreamReader {
  /** The records after those read before; none when there is nothing new. After an error it reads on from there. */
  readonly read: () => Promise<StreamBatch>;
}

/**
 * Reads a DynamoDB stream from just after `start`, or from its oldest record. Shards are read one after the other in
 * the order in which the stream lists them, parents before children: local engines have one at a time.
 */
export function makeStreamReader(
  client: DynamoDBStreamsClient,
  streamArn: string,
  batchSize: number,
  start: StreamPosition | undefined,
): StreamReader {
  let shardId = start?.shardId;
  let sequenceNumber = start?.sequenceNumber;
  let iterator: string | undefined;
  let isShardClosed = false;

  async function open(): Promise<void> {
    const shards = await listShards(client, streamArn);
    const at = shardId === undefined ? -1 : shards.indexOf(shardId);
    if (at === -1) moveTo(shards[0]);
    const child = shards[at + 1];
    if (isShardClosed && child !== undefined) moveTo(child);
    if (shardId === undefined) return;
    const answer = await client.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: shardId,
        ...(sequenceNumber === undefined
          ? { ShardIteratorType: "TRIM_HORIZON" }
          : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: sequenceNumber }),
      }),
    );
    iterator = answer.ShardIterator;
  }

  function moveTo(shard: string | undefined): void {
    shardId = shard;
    sequenceNumber = undefined;
    isShardClosed = false;
  }

  async function read(): Promise<StreamBatch> {
    if (iterator === undefined) await open();
    if (iterator === undefined || shardId === undefined) return { shardId: "", records: [] };
    const ShardIterator = iterator;
    iterator = undefined;
    const answer = await client.send(new GetRecordsCommand({ ShardIterator, Limit: batchSize }));
    const batch = { shardId, records: answer.Records ?? [] };
    sequenceNumber = batch.records.at(-1)?.dynamodb?.SequenceNumber ?? sequenceNumber;
    iterator = answer.NextShardIterator;
    isShardClosed = iterator === undefined;
    return batch;
  }

  return { read };
}

async function listShards(client: DynamoDBStreamsClient, streamArn: string): Promise<readonly string[]> {
  const shards: string[] = [];
  let last: string | undefined;
  do {
    const { StreamDescription } = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ...(last && { ExclusiveStartShardId: last }) }),
    );
    for (const { ShardId } of StreamDescription?.Shards ?? [])
      if (ShardId !== undefined) shards.push(ShardId);
    last = StreamDescription?.LastEvaluatedShardId;
  } while (last !== undefined);
  return shards;
}
