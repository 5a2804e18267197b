import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import { startFauxqs } from "fauxqs";
import { admitLoopbackOnly } from "./loopback-only.ts";

/** What `queues-and-topics.ts` gives this thread. */
export interface ThreadOptions {
  readonly port: number;
  readonly dataDir: string;
}

/** Says when it listens, and ends when it is told to. */
async function serve(starter: NonNullable<typeof parentPort>, { port, dataDir }: ThreadOptions) {
  // It listens on every interface and asks nobody who they are.
  admitLoopbackOnly(port);
  const server = await startFauxqs({ port, dataDir, logger: false });
  starter.postMessage("listening");
  await once(starter, "message");
  await server.stop();
  starter.close();
}

if (parentPort) await serve(parentPort, workerData);
