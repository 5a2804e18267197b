import { makeQueueHandler } from "../../adapters/queue/queue-handler.ts";
import { makeTeamsNotices } from "../../adapters/teams/teams-notices.ts";
import { eventNoticeSchema } from "../../app/ports/event-publisher.ts";
import { readConfig } from "../../config.ts";
import { makeLog, reportTo } from "../../log.ts";
import { systemClock, wireConversations, wireStores } from "../../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "notify-teams");
const take = makeTeamsNotices({
  ...wireStores(config),
  ...wireConversations(config),
  ...systemClock,
  bot: { accessToken: async () => undefined, tenantIds: config.teams.tenantIds },
  leaseSeconds: config.deliveryLeaseSeconds,
  log,
});

/** What Microsoft's local client is told; it wants no token. */
export const handler = makeQueueHandler(eventNoticeSchema, take, reportTo(log));
