import type { Webhook, WebhookId } from "../../core/webhook/webhook.ts";

/** The webhooks of tenants. */
export interface WebhookStore {
  /** Those of a tenant, disabled ones too. */
  list(tenant: string): Promise<readonly Webhook[]>;
  find(tenant: string, id: WebhookId): Promise<Webhook | undefined>;
  /** Saves it as the revision after its own, and returns that; nothing when somebody else has saved one since. */
  save(webhook: Webhook): Promise<Webhook | undefined>;
  delete(tenant: string, id: WebhookId): Promise<void>;
}
