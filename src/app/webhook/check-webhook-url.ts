import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { requestsWebhookId } from "../../core/webhook/webhook.ts";
import { isHostAmong, parseWebhookUrl, type UrlRules } from "../../core/webhook/webhook-url.ts";
import type { WebhookStore } from "../ports/webhook-store.ts";

/** The address to keep with a request, or why nothing can be sent to it. */
export type CheckWebhookUrl = (url: string) => Promise<Result<string, Refusal>>;

interface Dependencies {
  readonly webhooks: Pick<WebhookStore, "find">;
  readonly tenant: string;
  readonly urlRules: UrlRules;
}

/** Checks the `webhook_url` that somebody gives with a request: its form, and what the operators allow. */
export function makeCheckWebhookUrl({ webhooks, tenant, urlRules }: Dependencies): CheckWebhookUrl {
  return async (text) => {
    const refused = (message: string) =>
      err({ kind: "invalid-parameters", issues: [{ parameter: "webhook_url", message }] } as const);
    const url = parseWebhookUrl(text, urlRules);
    if (!url.ok) return refused(url.error);
    const signing = await webhooks.find(tenant, requestsWebhookId);
    if (!signing || signing.disabled) return err({ kind: "no-request-webhooks" });
    const { hosts } = signing;
    if (hosts.length > 0 && !isHostAmong(hosts, url.value.hostname)) {
      return refused(`only to ${hosts.join(", ")}: an operator can allow more`);
    }
    return ok(url.value.href);
  };
}
