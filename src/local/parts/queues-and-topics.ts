import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Part } from "./part.ts";
import type { ThreadOptions } from "./queues-and-topics-thread.ts";
import { startOnFreePort } from "./start-on-free-port.ts";

export interface QueuesAndTopicsOptions {
  /** The folder that keeps queues, topics, subscriptions, messages and buckets between starts. */
  readonly dataDir: string;
  readonly port: number;
}

/**
 * Starts fauxqs, SQS, SNS and S3, on the preferred port or the next free one. In a thread of its own: it waits for the disk with
 * each message that comes or goes, and the functions of this process would all wait with it.
 */
export async function startQueuesAndTopics({ dataDir, port }: QueuesAndTopicsOptions): Promise<Part> {
  return startOnFreePort(port, (freePort) => startOn(freePort, dataDir));
}

async function startOn(port: number, dataDir: string): Promise<Part> {
  const workerData: ThreadOptions = { port, dataDir };
  const thread = new Worker(new URL("./queues-and-topics-thread.ts", import.meta.url), { workerData });
  // Rejects with what it threw. What it throws later ends this process, as it would without a thread.
  await once(thread, "message");

  let stopping: Promise<unknown> | undefined;
  function end(): Promise<unknown> {
    thread.postMessage("stop");
    return once(thread, "exit");
  }
  return {
    name: "SQS, SNS and S3 (fauxqs)",
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      stopping ??= end();
      await stopping;
    },
  };
}
