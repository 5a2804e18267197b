import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { WebhookDelivery } from "../../core/webhook/delivery.ts";
import type { Webhook, WebhookId } from "../../core/webhook/webhook.ts";
import type { WebhookDeliveryStore } from "../ports/webhook-delivery-store.ts";
import type { WebhookStore } from "../ports/webhook-store.ts";

/** A webhook as its operators look at it. */
export interface WebhookHealth {
  readonly webhook: Webhook;
  /** What was tried and has not arrived, the longest owed first; at most `mostFailing`. */
  readonly failing: readonly WebhookDelivery[];
}

/** More than these are not counted. */
export const mostFailing = 100;

export interface LookAtWebhooks {
  list(): Promise<readonly WebhookHealth[]>;
  find(id: WebhookId): Promise<Result<WebhookHealth, Refusal>>;
}

interface Dependencies {
  readonly webhooks: WebhookStore;
  readonly deliveries: Pick<WebhookDeliveryStore, "listFailing">;
  readonly tenant: string;
}

/** The tenant's webhooks, each with what does not arrive. */
export function makeLookAtWebhooks({ webhooks, deliveries, tenant }: Dependencies): LookAtWebhooks {
  return {
    list: async () => Promise.all((await webhooks.list(tenant)).map(healthOf)),
    find: async (id) => {
      const webhook = await webhooks.find(tenant, id);
      return webhook ? ok(await healthOf(webhook)) : err({ kind: "unknown-webhook", webhookId: id });
    },
  };

  async function healthOf(webhook: Webhook): Promise<WebhookHealth> {
    return { webhook, failing: await deliveries.listFailing(tenant, webhook.id, mostFailing) };
  }
}
