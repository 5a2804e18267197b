import type { RequestId } from "../../core/request.ts";
import type { WebhookDelivery } from "../../core/webhook/delivery.ts";
import type { WebhookId } from "../../core/webhook/webhook.ts";

export interface WebhookDeliveryStore {
  /** Those of a request, or those of it to one webhook, by their events' order for each webhook. */
  list(requestId: RequestId, webhookId?: WebhookId): Promise<readonly WebhookDelivery[]>;
  find(requestId: RequestId, webhookId: WebhookId, sequence: number): Promise<WebhookDelivery | undefined>;
  /** Saves it as the revision after its own, and returns that; nothing when somebody else has saved one since. */
  save(delivery: WebhookDelivery): Promise<WebhookDelivery | undefined>;
  /** Those that did not work so far or in the end, the longest owed first; a moment behind. */
  listFailing(tenant: string, webhookId: WebhookId, limit: number): Promise<readonly WebhookDelivery[]>;
}
