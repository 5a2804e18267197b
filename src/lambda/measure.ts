import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { makeMeasureEvent } from "../app/measure/measure-event.ts";
import { eventNoticeSchema } from "../app/ports/event-publisher.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { makeMeter } from "../metrics.ts";
import { wireStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "measure");
const measureEvent = makeMeasureEvent({ ...wireStores(config), meter: makeMeter(config) });

/** Events from the topic: adds what each tells to the metrics. */
export const handler = makeQueueHandler(eventNoticeSchema, measureEvent, reportTo(log));
