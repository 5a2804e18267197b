import { mailFeedbackSchema } from "../adapters/email/feedback.ts";
import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { makeTakeFeedback } from "../app/mail/take-feedback.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { systemClock, wireMailBlocks, wireStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "email-feedback");
const takeFeedback = makeTakeFeedback({
  ...wireStores(config),
  ...systemClock,
  mailBlocks: wireMailBlocks(config),
});

/** Bounces and complaints from SES: blocks their addresses, and shows them on their requests. */
export const handler = makeQueueHandler(
  mailFeedbackSchema,
  async (feedback) => {
    for (const { kind } of feedback.recipients) {
      log.warn({ request_id: feedback.requestId, kind }, "a mail did not arrive, or was not wanted");
    }
    await takeFeedback(feedback);
  },
  reportTo(log),
);
