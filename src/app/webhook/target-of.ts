import type { ApprovalRequest } from "../../core/request.ts";
import { requestsWebhookId, type Webhook } from "../../core/webhook/webhook.ts";
import { isHostAmong } from "../../core/webhook/webhook-url.ts";

/** A webhook, and where it leads for one request. */
export interface WebhookTarget {
  readonly webhook: Webhook;
  readonly url: string;
}

/** Where a request's events go by this webhook; nothing where they do not, as the request names no address, or one that it may not. */
export function targetOf(webhook: Webhook, { webhookUrl }: ApprovalRequest): WebhookTarget | undefined {
  if (webhook.id !== requestsWebhookId)
    return webhook.url === undefined ? undefined : { webhook, url: webhook.url };
  if (webhookUrl === undefined || !URL.canParse(webhookUrl)) return undefined;
  const isAllowed = webhook.hosts.length === 0 || isHostAmong(webhook.hosts, new URL(webhookUrl).hostname);
  return isAllowed ? { webhook, url: webhookUrl } : undefined;
}
