import { setTimeout as sleep } from "node:timers/promises";
import { CreateQueueCommand, SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { Consumer } from "sqs-consumer";
import { makeSqsInbox } from "../../src/aws/sqs/inbox.ts";
import { drainQueue } from "../../src/onprem/poller/drain-queue.ts";
import { startEmbeddedAws } from "../support/embedded-aws.ts";
import type { Comparison } from "./comparison.ts";

const messages = 2000;
const rounds = 3;

/** Draining a FIFO queue of 2,000 messages in 500 groups, beside `sqs-consumer` on the same queue; the work is nothing in both. */
export async function measurePoller(): Promise<readonly Comparison[]> {
  const aws = await startEmbeddedAws();
  const { sqs } = aws.clients;
  try {
    const created = await sqs.send(
      new CreateQueueCommand({ QueueName: "bench.fifo", Attributes: { FifoQueue: "true" } }),
    );
    const queueUrl = created.QueueUrl ?? "";
    const ours: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await fill(sqs, queueUrl, `a${round}`);
      ours.push(await timeOf((onMessage) => drainOurs(sqs, queueUrl, onMessage)));
      await fill(sqs, queueUrl, `b${round}`);
      floor.push(await timeOf((onMessage) => drainWithConsumer(sqs, queueUrl, onMessage)));
    }
    return [{ path: `Drain ${messages} decisions, beside sqs-consumer`, ours, floor }];
  } finally {
    await aws.stop();
  }
}

interface Drain {
  readonly stop: () => Promise<void>;
}

/** Milliseconds from the start until the last of the messages is handled; each must come once. */
async function timeOf(start: (onMessage: (body: string) => void) => Drain): Promise<number> {
  const seen = new Set<string>();
  const all = Promise.withResolvers<void>();
  const begun = performance.now();
  const drain = start((body) => {
    if (seen.has(body)) all.reject(new Error(`${body} came twice`));
    seen.add(body);
    if (seen.size === messages) all.resolve();
  });
  await all.promise;
  const taken = performance.now() - begun;
  await drain.stop();
  // The queue does not notice that a poll was cut off, and would give the next messages to it.
  await sleep(1500);
  return taken;
}

function drainOurs(client: SQSClient, queueUrl: string, onMessage: (body: string) => void): Drain {
  return drainQueue({
    inbox: makeSqsInbox(client, { queueUrl, waitSeconds: 1, visibilitySeconds: 60 }),
    handle: async ({ body }) => {
      onMessage(body);
      return "done";
    },
    atOnce: 40,
    onError: (what, error) => {
      throw new Error(what, { cause: error });
    },
  });
}

function drainWithConsumer(sqs: SQSClient, queueUrl: string, onMessage: (body: string) => void): Drain {
  const consumer = Consumer.create({
    queueUrl,
    sqs,
    batchSize: 10,
    waitTimeSeconds: 1,
    visibilityTimeout: 60,
    suppressFifoWarning: true,
    handleMessageBatch: async (batch) => {
      for (const { Body = "" } of batch) onMessage(Body);
      return batch;
    },
  });
  const stopped = new Promise<void>((resolve) => consumer.once("stopped", () => resolve()));
  consumer.start();
  return {
    stop: async () => {
      consumer.stop();
      await stopped;
    },
  };
}

async function fill(client: SQSClient, QueueUrl: string, name: string): Promise<void> {
  for (let first = 0; first < messages; first += 10) {
    const Entries = Array.from({ length: 10 }, (_, index) => ({
      Id: String(index),
      MessageBody: `${name}-${first + index}`,
      MessageGroupId: `group-${(first + index) % 500}`,
      MessageDeduplicationId: `${name}-${first + index}`,
    }));
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
}
