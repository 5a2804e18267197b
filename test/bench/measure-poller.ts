import { mkdtemp } from "node:fs/promises";
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
import type { MeasureOptions } from "./measurements.ts";
import { openPremises, signedDecision } from "./premises.ts";

const many = 10_000;
const few = 200;
const groups = 500;
const rounds = 5;
/** As many as `sqs-consumer` handles at once, and as the poller does by default. */
const atOnce = 10;

type Work = (body: string) => Promise<void>;
type Start = (sqs: SQSClient, queueUrl: string, work: Work) => { readonly stop: () => Promise<void> };

/**
 * Draining one FIFO queue, beside `sqs-consumer` on the same queue: the loop alone (receive and delete), and the whole of what a
 * poller does, in our loop and in that of `sqs-consumer`. Throws where a message is lost or an action runs twice.
 */
export async function measurePoller(
  folder: string,
  { isFull }: MeasureOptions,
): Promise<readonly Comparison[]> {
  const aws = await startEmbeddedAws();
  try {
    await provision(await readInfrastructure({ stage: "bench" }), aws.clients);
    const loop = await inTurns(rounds, (start) => drainLoop(aws, start));
    const [runs, turns] = isFull ? [many, 1] : [few, rounds];
    const whole = await inTurns(turns, (start) => drainWhole(aws, runs, folder, start));
    return [
      { path: `Poller: drain ${many} decisions, the loop alone`, beside: "sqs-consumer", ...loop },
      { path: `Poller: drain ${runs} decisions and run each`, beside: "the same in sqs-consumer", ...whole },
    ];
  } finally {
    await aws.stop();
  }
}

async function inTurns(turns: number, drainBy: (start: Start) => Promise<number>) {
  const ours: number[] = [];
  const floor: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    ours.push(await drainBy(drainOurs));
    floor.push(await drainBy(drainWithConsumer));
  }
  return { ours, floor };
}

async function drainLoop(aws: EmbeddedAws, start: Start): Promise<number> {
  return drain(aws, many, start, {
    work: async () => {},
    bodyOf: (number) => `message ${number}`,
  });
}

async function drainWhole(aws: EmbeddedAws, count: number, folder: string, start: Start): Promise<number> {
  const reportsUrl = await makeQueue(aws.clients.sqs, `reports-${Date.now()}`, {});
  const premises = await openPremises(aws, { folder: await mkdtemp(join(folder, "premises-")), reportsUrl });
  try {
    const taken = await drain(aws, count, start, {
      work: async (body) => {
        if ((await premises.handle(body)) !== "done") throw new Error("it was not run");
      },
      bodyOf: (number) => signedDecision(`db-${number % groups}`),
    });
    const runs = await premises.runs();
    const doubled = [...runs.values()].filter((times) => times !== 1).length;
    if (runs.size !== count || doubled > 0) {
      throw new Error(`${runs.size} of ${count} were run, ${doubled} of them more than once`);
    }
    return taken;
  } finally {
    await premises.close();
  }
}

/** Milliseconds from the start until the last of the messages is worked off; each must come once. */
async function drain(
  { clients: { sqs } }: EmbeddedAws,
  count: number,
  start: Start,
  { work, bodyOf }: { readonly work: Work; readonly bodyOf: (number: number) => string },
): Promise<number> {
  const queueUrl = await makeQueue(sqs, `bench-${Date.now()}.fifo`, { FifoQueue: "true" });
  await fill(sqs, queueUrl, count, bodyOf);
  const seen = new Set<string>();
  let left = count;
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

async function fill(
  client: SQSClient,
  QueueUrl: string,
  count: number,
  bodyOf: (number: number) => string,
): Promise<void> {
  for (let first = 0; first < count; first += 10) {
    const Entries = Array.from({ length: 10 }, (_, index) => ({
      Id: String(index),
      MessageBody: bodyOf(first + index),
      MessageGroupId: `group-${(first + index) % groups}`,
      MessageDeduplicationId: String(first + index),
    }));
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
}
