import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { eventNoticeSchema } from "../app/ports/event-publisher.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { wireDispatch } from "../wiring/wire-dispatch.ts";

const config = readConfig();
const log = makeLog(config.log, "dispatch");
const dispatch = wireDispatch(config);

/** Events from the topic: sends each approved request to where it runs. */
export const handler = makeQueueHandler(
  eventNoticeSchema,
  ({ requestId }, oncePerRequest) => oncePerRequest(requestId, () => dispatch(requestId)),
  reportTo(log),
);
