import { type IssueAnalyticsLink, makeIssueAnalyticsLink } from "../app/analytics/analytics-link.ts";
import { type Config, readConfig, required } from "../config.ts";
import type { Policy } from "../core/policy/policy.ts";
import { wireSecretBox } from "./wire-keys.ts";

/** How the chats give people their links to the analytics. */
export function wireAnalyticsLink(
  config: Config,
  deps: { readonly policy: Policy; readonly now: () => Date },
): IssueAnalyticsLink {
  return makeIssueAnalyticsLink({
    ...deps,
    // Which key it is, is asked with the first link: not every function that could give one has it.
    secrets: { seal: (...given) => wireSecretBox(config).seal(...given) },
    tenant: config.tenant,
    // Known only once something listens, where that is this process.
    publicUrl: () => required(readConfig().publicUrl, "PUBLIC_URL"),
  });
}
