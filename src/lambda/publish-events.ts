import { makeStreamHandler } from "../adapters/stream/stream-handler.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { wireEventPublisher } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "publish-events");

/** The audit table's stream: tells the topic of each event, in its order. */
export const handler = makeStreamHandler(wireEventPublisher(config), {
  onPublished: ({ requestId, sequence, kind }) =>
    log.info({ request_id: requestId, sequence, kind }, "event published"),
  onFailure: ({ requestId, sequence, error }) =>
    log.error({ request_id: requestId, sequence, err: error }, "event not published, to be tried again"),
});
