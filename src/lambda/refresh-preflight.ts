import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { eventNoticeSchema } from "../app/ports/event-publisher.ts";
import { makeRefreshPreflight } from "../app/preflight/refresh-preflight.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { wirePreflightSources } from "../wiring/wire-rds.ts";
import { systemClock, wireStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "refresh-preflight");
const refreshPreflight = makeRefreshPreflight({
  ...wireStores(config),
  ...systemClock,
  ...wirePreflightSources(config),
  onUnread: ({ requestId, source, error }) =>
    log.warn({ request_id: requestId, source, err: error }, "a source of the pre-flight did not answer"),
});

/** Events from the topic: reads the database of a new, drifted or refreshed request for its approvers. */
export const handler = makeQueueHandler(eventNoticeSchema, refreshPreflight, reportTo(log));
