import type { Refusal } from "../../core/refusal.ts";
import type { Result } from "../../core/result.ts";
import { enable, type Webhook, type WebhookId } from "../../core/webhook/webhook.ts";
import type { WebhookStore } from "../ports/webhook-store.ts";
import { changeWebhook } from "./change-webhook.ts";

export type EnableWebhook = (id: WebhookId) => Promise<Result<Webhook, Refusal>>;

interface Dependencies {
  readonly webhooks: WebhookStore;
  readonly tenant: string;
  readonly now: () => Date;
}

/** Lets a webhook that was disabled be told of events again, from now on. */
export function makeEnableWebhook({ webhooks, tenant, now }: Dependencies): EnableWebhook {
  return (id) => changeWebhook(webhooks, { tenant, id }, (webhook) => enable(webhook, now()));
}
