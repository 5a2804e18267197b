import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Webhook, WebhookId } from "../../core/webhook/webhook.ts";
import type { WebhookStore } from "../ports/webhook-store.ts";

export type DeleteWebhook = (id: WebhookId) => Promise<Result<Webhook, Refusal>>;

interface Dependencies {
  readonly webhooks: Pick<WebhookStore, "find" | "delete">;
  readonly tenant: string;
}

/** Deletes a webhook with its secrets, and gives what it was. What is owed to it is dropped when its time comes. */
export function makeDeleteWebhook({ webhooks, tenant }: Dependencies): DeleteWebhook {
  return async (id) => {
    const webhook = await webhooks.find(tenant, id);
    if (!webhook) return err({ kind: "unknown-webhook", webhookId: id });
    await webhooks.delete(tenant, id);
    return ok(webhook);
  };
}
