import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { runStepSchema } from "../app/ports/run-queue.ts";
import { makeRunOperation } from "../app/run-operation.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { systemClock, wirePolicy, wirePrices, wireRds, wireRunQueue, wireStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "run-operation");
const runOperation = makeRunOperation({
  ...wireStores(config),
  ...systemClock,
  ...wirePrices(),
  policy: wirePolicy(config),
  rds: wireRds(config),
  runs: wireRunQueue(config),
  times: config.run,
});

/** Steps of runs: each starts an approved operation or looks how far it is. */
export const handler = makeQueueHandler(
  runStepSchema,
  async (step) => {
    log.info({ request_id: step.requestId, step: step.step }, "run step");
    await runOperation(step);
  },
  reportTo(log),
);
