import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateQueueCommand, SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { Consumer } from "sqs-consumer";
import { makeSqsInbox } from "../../src/aws/sqs/inbox.ts";
import { provision } from "../../src/local/provision/provision.ts";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";
import { drainQueue } from "../../src/onprem/poller/drain-queue.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../support/embedded-aws.ts";
import type { Comparison } from "./comparison.ts";
import { openPremises, signedDecision } from "./premises.ts";

const messages = 10_000;
const groups = 500;
const loopRounds = 3;
/** As many as `sqs-consumer` handles at once, and as the poller does by default. */
const atOnce = 10;

type Work = (body: string) => Promise<void>;
type Start = (sqs: SQSClient, queueUrl: string, work: Work) => { readonly stop: () => Promise<void> };

/**
 * Draining one FIFO queue, beside `sqs-consumer` on the same queue: the loop alone (receive and delete), and the whole of what a
 * poller does, in our loop and in that of `sqs-consumer`. Throws where a message is lost or an action runs twice.
 */
export async function measurePoller(folder: string): Promise<readonly Comparison[]> {
  const aws = await startEmbeddedAws();
  try {
    await provision(await readInfrastructure({ stage: "bench" }), aws.clients);
    const loop = { ours: [] as number[], floor: [] as number[] };
    for (let round = 0; round < loopRounds; round += 1) {
      loop.ours.push(await drainLoop(aws, drainOurs));
      loop.floor.push(await drainLoop(aws, drainWithConsumer));
    }
    const whole = {
      ours: [await drainWhole(aws, join(folder, "ours"), drainOurs)],
      floor: [await drainWhole(aws, join(folder, "floor"), drainWithConsumer)],
    };
    return [
      { path: `Drain ${messages} decisions, the loop alone, beside sqs-consumer`, ...loop },
      { path: `Drain ${messages} decisions and run each, in sqs-consumer's loop`, ...whole },
    ];
  } finally {
    await aws.stop();
  }
}

async function drainLoop(aws: EmbeddedAws, start: Start): Promise<number> {
  return drain(
    aws,
    start,
    async () => {},
    (number) => `message ${number}`,
  );
}

async function drainWhole(aws: EmbeddedAws, folder: string, start: Start): Promise<number> {
  const reportsUrl = await makeQueue(aws.clients.sqs, `reports-${Date.now()}`, {});
  const premises = await openPremises(aws, { folder, reportsUrl });
  try {
    const work: Work = async (body) => {
      if ((await premises.handle(body)) !== "done") throw new Error("it was not run");
    };
    const taken = await drain(aws, start, work, (number) => signedDecision(`db-${number % groups}`));
    const runs = await premises.runs();
    const doubled = [...runs.values()].filter((count) => count !== 1).length;
    if (runs.size !== messages || doubled > 0) {
      throw new Error(`${runs.size} of ${messages} were run, ${doubled} of them more than once`);
    }
    return taken;
  } finally {
    await premises.close();
  }
}

/** Milliseconds from the start until the last of the messages is worked off; each must come once. */
async function drain(
  { clients: { sqs } }: EmbeddedAws,
  start: Start,
  work: Work,
  bodyOf: (number: number) => string,
): Promise<number> {
  const queueUrl = await makeQueue(sqs, `bench-${Date.now()}.fifo`, { FifoQueue: "true" });
  await fill(sqs, queueUrl, bodyOf);
  const seen = new Set<string>();
  let left = messages;
  const all = Promise.withResolvers<void>();
  const begun = performance.now();
  const draining = start(sqs, queueUrl, async (body) => {
    if (seen.has(body)) all.reject(new Error(`${body} came twice`));
    seen.add(body);
    await work(body).catch(all.reject);
    left -= 1;
    if (left === 0) all.resolve();
  });
  try {
    await all.promise;
    return performance.now() - begun;
  } finally {
    await draining.stop();
    // The queue does not notice that a poll was cut off, and waits for its end.
    await sleep(1500);
  }
}

const drainOurs: Start = (sqs, queueUrl, work) =>
  drainQueue({
    inbox: makeSqsInbox(sqs, { queueUrl, waitSeconds: 1, visibilitySeconds: 60 }),
    handle: async ({ body }) => {
      await work(body);
      return "done";
    },
    atOnce,
    onError: (what, error) => {
      throw new Error(what, { cause: error });
    },
  });

const drainWithConsumer: Start = (sqs, queueUrl, work) => {
  const consumer = Consumer.create({
    queueUrl,
    sqs,
    batchSize: atOnce,
    waitTimeSeconds: 1,
    visibilityTimeout: 60,
    suppressFifoWarning: true,
    handleMessageBatch: async (batch) => {
      await Promise.all(batch.map(({ Body = "" }) => work(Body)));
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
};

async function makeQueue(
  sqs: SQSClient,
  QueueName: string,
  Attributes: Record<string, string>,
): Promise<string> {
  return (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? "";
}

async function fill(client: SQSClient, QueueUrl: string, bodyOf: (number: number) => string): Promise<void> {
  for (let first = 0; first < messages; first += 10) {
    const Entries = Array.from({ length: 10 }, (_, index) => ({
      Id: String(index),
      MessageBody: bodyOf(first + index),
      MessageGroupId: `group-${(first + index) % groups}`,
      MessageDeduplicationId: String(first + index),
    }));
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
}
