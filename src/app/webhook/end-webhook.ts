import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { enable, type Webhook, type WebhookId } from "../../core/webhook/webhook.ts";
import type { WebhookStore } from "../ports/webhook-store.ts";
import { changeWebhook } from "./change-webhook.ts";

export type DeleteWebhook = (id: WebhookId) => Promise<Result<Webhook, Refusal>>;
export type EnableWebhook = (id: WebhookId) => Promise<Result<Webhook, Refusal>>;

interface Dependencies {
  readonly webhooks: WebhookStore;
  readonly tenant: string;
  readonly now: () => Date;
}

/** Deletes a webhook with its secrets, and gives what it was. What is owed to it is dropped when its time comes. */
export function makeDeleteWebhook({ webhooks, tenant }: Omit<Dependencies, "now">): DeleteWebhook {
  return async (id) => {
    const webhook = await webhooks.find(tenant, id);
    if (!webhook) return err({ kind: "unknown-webhook", webhookId: id });
    await webhooks.delete(tenant, id);
    return ok(webhook);
  };
}

/** Lets a webhook that was disabled be told of events again, from now on. */
export function makeEnableWebhook({ webhooks, tenant, now }: Dependencies): EnableWebhook {
  return (id) => changeWebhook(webhooks, { tenant, id }, (webhook) => enable(webhook, now()));
}
