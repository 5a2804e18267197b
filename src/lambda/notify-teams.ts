import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { makeAccessToken } from "../adapters/teams/access-token.ts";
import { makeTeamsAnnouncements } from "../adapters/teams/teams-announcements.ts";
import { makeNoteUndelivered } from "../app/note-undelivered.ts";
import { eventNoticeSchema } from "../app/ports/event-publisher.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { findTeamsBot, systemClock, wireConversations, wireStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "notify-teams");
const stores = { ...wireStores(config), ...wireConversations(config) };
const bot = findTeamsBot(config);
const noteUndelivered = makeNoteUndelivered({ ...stores, ...systemClock, surface: "teams" });
const announce = makeTeamsAnnouncements({
  ...stores,
  ...systemClock,
  bot: bot && { ...bot, accessToken: makeAccessToken(bot.credentials, systemClock.now) },
  leaseSeconds: config.deliveryLeaseSeconds,
  onUnreachable: ({ requestId, place, unreachable }) =>
    log.error({ request_id: requestId, place, reason: unreachable }, "cannot be delivered"),
});

/** Events from the topic: brings the cards, threads and notices in Teams up to date. */
export const handler = makeQueueHandler(
  eventNoticeSchema,
  async ({ requestId, sequence, kind }) => {
    // Nothing shows it; and months later, what was posted would not be remembered any more.
    if (kind === "refused") return;
    log.info({ request_id: requestId, sequence, kind }, "announcing");
    await announce(requestId);
    await noteUndelivered(requestId);
  },
  reportTo(log),
);
