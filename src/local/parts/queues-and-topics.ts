import { startFauxqs } from "fauxqs";
import { admitLoopbackOnly } from "./loopback-only.ts";
import type { Part } from "./part.ts";
import { startOnFreePort } from "./start-on-free-port.ts";

export interface QueuesAndTopicsOptions {
  /** The folder that keeps queues, topics, subscriptions, messages and buckets between starts. */
  readonly dataDir: string;
  readonly port: number;
}

/** Starts fauxqs, SQS, SNS and S3 in this process, on the preferred port or the next free one. */
export async function startQueuesAndTopics({ dataDir, port }: QueuesAndTopicsOptions): Promise<Part> {
  return startOnFreePort(port, (freePort) => startOn(freePort, dataDir));
}

async function startOn(port: number, dataDir: string): Promise<Part> {
  // It listens on every interface and asks nobody who they are.
  const admitAll = admitLoopbackOnly(port);
  try {
    const server = await startFauxqs({ port, dataDir, logger: false });
    return {
      name: "SQS, SNS and S3 (fauxqs)",
      url: `http://127.0.0.1:${port}`,
      stop: async () => {
        await server.stop();
        admitAll();
      },
    };
  } catch (error) {
    admitAll();
    throw error;
  }
}
