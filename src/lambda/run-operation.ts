import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { runStepSchema } from "../app/ports/run-queue.ts";
import { makeRunBulk } from "../app/run/run-bulk.ts";
import { makeRunOperation } from "../app/run/run-operation.ts";
import { makeRunRequest } from "../app/run/run-request.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { wireRds } from "../wiring/wire-rds.ts";
import { systemClock, wirePolicy, wirePrices, wireRunQueue, wireStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "run-operation");
const stores = wireStores(config);
const policy = wirePolicy(config);
const runOperation = makeRunOperation({
  ...stores,
  ...systemClock,
  ...wirePrices(),
  policy,
  rds: wireRds(config),
  runs: wireRunQueue(config),
  times: config.run,
});
const runBulk = makeRunBulk({ ...stores, ...systemClock, policy, times: config.run });
const runRequest = makeRunRequest({ ...stores, runOperation, runBulk });

/** Steps of runs: each starts an approved operation, on one instance or several, or looks how far it is. */
export const handler = makeQueueHandler(
  runStepSchema,
  async (step) => {
    log.info({ request_id: step.requestId, step: step.step }, "run step");
    await runRequest(step);
  },
  reportTo(log),
);
