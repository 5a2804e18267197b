import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { makeDispatchRequest } from "../app/dispatch-request.ts";
import { eventNoticeSchema } from "../app/ports/event-publisher.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { systemClock, wirePolicy, wireRunQueue, wireStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "dispatch");
const dispatch = makeDispatchRequest({
  ...wireStores(config),
  ...systemClock,
  policy: wirePolicy(config),
  runs: wireRunQueue(config),
});

/** Events from the topic: sends each approved request to where it runs. */
export const handler = makeQueueHandler(
  eventNoticeSchema,
  ({ requestId }) => dispatch(requestId),
  reportTo(log),
);
