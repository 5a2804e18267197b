import { makeIssueAnalyticsLink } from "../../src/app/analytics/analytics-link.ts";
import type { Policy } from "../../src/core/policy/policy.ts";
import { tenant, type Workbench } from "./workbench.ts";

/** Where the links lead that the chats' doors give. */
export const analyticsOrigin = "https://countersign.example";

/** How a door of a test makes links, sealed by the file's own KMS. */
export function analyticsLinks(
  { secrets }: Pick<Workbench, "secrets">,
  { policy, now }: { readonly policy: Policy; readonly now: () => Date },
) {
  return {
    issueAnalyticsLink: makeIssueAnalyticsLink({
      secrets,
      policy,
      now,
      tenant,
      publicUrl: () => analyticsOrigin,
    }),
  };
}
