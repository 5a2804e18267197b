import { makeOpenAnalyticsLink } from "../app/analytics/analytics-link.ts";
import { makeGatherAnalytics } from "../app/analytics/gather-analytics.ts";
import { makeDynamoDbRequestHistory } from "../aws/dynamodb/request-history.ts";
import { tableNamesOf } from "../aws/dynamodb/tables.ts";
import type { Config } from "../config.ts";
import { systemClock, wirePolicy } from "../wiring.ts";
import { documentClientOf } from "./document-client-of.ts";
import { wireSecretBox } from "./wire-keys.ts";

/** What the analytics page is made from, and who may see it. */
export function wireAnalytics(config: Config) {
  const deps = { ...systemClock, tenant: config.tenant, policy: wirePolicy(config) };
  return {
    openAnalyticsLink: makeOpenAnalyticsLink({ ...deps, secrets: wireSecretBox(config) }),
    gatherAnalytics: makeGatherAnalytics({
      ...deps,
      history: makeDynamoDbRequestHistory(documentClientOf(config), tableNamesOf(config.stage)),
    }),
  };
}
