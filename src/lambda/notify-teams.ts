import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { makeAccessToken } from "../adapters/teams/access-token.ts";
import { makeTeamsNotices } from "../adapters/teams/teams-notices.ts";
import { eventNoticeSchema } from "../app/ports/event-publisher.ts";
import { readConfig } from "../config.ts";
import { findTeamsBot } from "../find-teams-bot.ts";
import { makeLog, reportTo } from "../log.ts";
import { systemClock, wireConversations, wireShownStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "notify-teams");
const bot = findTeamsBot(config);
const take = makeTeamsNotices({
  ...wireShownStores(config),
  ...wireConversations(config),
  ...systemClock,
  bot: bot && { ...bot, accessToken: makeAccessToken(bot.credentials, systemClock.now) },
  leaseSeconds: config.deliveryLeaseSeconds,
  log,
});

/** Events from the topic: brings the cards, threads and notices in Teams up to date. */
export const handler = makeQueueHandler(eventNoticeSchema, take, reportTo(log));
