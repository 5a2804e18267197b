import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { makeSweepTokens } from "../app/links/sweep-tokens.ts";
import { eventNoticeSchema } from "../app/ports/event-publisher.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { systemClock, wireStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "revoke-tokens");
const sweepTokens = makeSweepTokens({ ...wireStores(config), ...systemClock });

/** Events from the topic: notes which links no longer count. */
export const handler = makeQueueHandler(
  eventNoticeSchema,
  ({ requestId }, oncePerRequest) => oncePerRequest(requestId, () => sweepTokens(requestId)),
  reportTo(log),
);
