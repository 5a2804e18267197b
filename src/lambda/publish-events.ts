import type { DynamoDBStreamHandler } from "aws-lambda";
import { makeStreamHandler } from "../adapters/stream/stream-handler.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { makeMeter } from "../metrics.ts";
import { wireEventPublisher } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "publish-events");
const meter = makeMeter(config);
let longestLag: number | undefined;

const publish = makeStreamHandler(wireEventPublisher(config), {
  onPublished: ({ requestId, sequence, kind }, at) => {
    longestLag = Math.max(longestLag ?? 0, Date.now() - at.getTime());
    log.info({ request_id: requestId, sequence, kind }, "event published");
  },
  onFailure: ({ requestId, sequence, error }) =>
    log.error({ request_id: requestId, sequence, err: error }, "event not published, to be tried again"),
});

/** The audit table's stream: tells the topic of each event, in its order. One measurement for each batch is enough. */
export const handler: DynamoDBStreamHandler = async (...given) => {
  longestLag = undefined;
  const response = await publish(...given);
  if (longestLag !== undefined) meter.record({ values: { OutboxLag: longestLag }, dimensions: {} });
  return response;
};
