import { makeAnalyticsHandler } from "../adapters/links/analytics/analytics-handler.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { wireAnalytics } from "../wiring/wire-analytics.ts";

const config = readConfig();

/** The analytics page, for who has a link from chat. */
export const handler = makeAnalyticsHandler({
  ...wireAnalytics(config),
  log: makeLog(config.log, "analytics"),
});
