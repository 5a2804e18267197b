import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { makeAccessToken } from "../adapters/teams/access-token.ts";
import { makeTeamsNotices } from "../adapters/teams/teams-notices.ts";
import { eventNoticeSchema } from "../app/ports/event-publisher.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { rebuiltFor } from "../wiring/rebuilt-for.ts";
import type { TeamsBot } from "../wiring/teams-bot.ts";
import { wireTeamsBot } from "../wiring/wire-secrets.ts";
import { systemClock, wireConversations, wireShownStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "notify-teams");
const secret = wireTeamsBot(config, log);
const stores = { ...wireShownStores(config), ...wireConversations(config) };

const noticesOf = rebuiltFor((bot: TeamsBot | undefined) =>
  makeTeamsNotices({
    ...stores,
    ...systemClock,
    bot: bot && { ...bot, accessToken: makeAccessToken(secret, systemClock.now) },
    leaseSeconds: config.deliveryLeaseSeconds,
    log,
  }),
);

/** Events from the topic: brings the cards, threads and notices in Teams up to date. */
export const handler = makeQueueHandler(
  eventNoticeSchema,
  async (notice, oncePerRequest) => noticesOf((await secret.read())?.current)(notice, oncePerRequest),
  reportTo(log),
);
