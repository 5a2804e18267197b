import { type IssueAnalyticsLink, makeIssueAnalyticsLink } from "../app/analytics/analytics-link.ts";
import type { SecretBox } from "../app/ports/secret-box.ts";
import { type Config, readConfig, required } from "../config.ts";
import type { Policy } from "../core/policy/policy.ts";

/** How the chats give people their links to the analytics. Loads KMS's client only when somebody asks for one. */
export function wireAnalyticsLink(
  { secretsKeyId, tenant }: Config,
  deps: { readonly policy: Policy; readonly now: () => Date },
): IssueAnalyticsLink {
  const secrets: Pick<SecretBox, "seal"> = {
    seal: async (...given) => {
      const { makeKmsSecretBox } = await import("../aws/kms/secret-box.ts");
      const { makeKmsClient } = await import("../aws/kms/signer.ts");
      return makeKmsSecretBox(makeKmsClient(), required(secretsKeyId, "SECRETS_KEY_ID")).seal(...given);
    },
  };
  return makeIssueAnalyticsLink({
    ...deps,
    secrets,
    tenant,
    // Known only once something listens, where that is this process.
    publicUrl: () => required(readConfig().publicUrl, "PUBLIC_URL"),
  });
}
