import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { makeSlackAnnouncements } from "../adapters/slack/slack-announcements.ts";
import { makeNoteUndelivered } from "../app/note-undelivered.ts";
import { eventNoticeSchema } from "../app/ports/event-publisher.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { wireSlackSecret } from "../wiring/wire-secrets.ts";
import { systemClock, wireShownStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "notify-slack");
const stores = wireShownStores(config);
const noteUndelivered = makeNoteUndelivered({ ...stores, ...systemClock, surface: "slack" });
const announce = makeSlackAnnouncements({
  ...stores,
  ...systemClock,
  log,
  secret: wireSlackSecret(config, log),
  apiUrl: config.slack.apiUrl,
  leaseSeconds: config.deliveryLeaseSeconds,
  onUnreachable: ({ requestId, place, unreachable }) =>
    log.error({ request_id: requestId, place, reason: unreachable }, "cannot be delivered"),
});

/** Events from the topic: brings the cards, threads and notices in Slack up to date. */
export const handler = makeQueueHandler(
  eventNoticeSchema,
  async ({ requestId, sequence, kind }, oncePerRequest) => {
    // Nothing shows it; and months later, what was posted would not be remembered any more.
    if (kind === "refused") return;
    log.info({ request_id: requestId, sequence, kind }, "announcing");
    await oncePerRequest(requestId, async () => {
      await announce(requestId);
      await noteUndelivered(requestId);
    });
  },
  reportTo(log),
);
