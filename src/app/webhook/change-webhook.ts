import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Webhook, WebhookId } from "../../core/webhook/webhook.ts";
import { GatewayError } from "../gateway-error.ts";
import type { WebhookStore } from "../ports/webhook-store.ts";

const mostAttempts = 5;

/** Reads a webhook, changes it and saves that; anew when another change came between. Unchanged, nothing is saved. */
export async function changeWebhook(
  webhooks: WebhookStore,
  { tenant, id }: { readonly tenant: string; readonly id: WebhookId },
  change: (webhook: Webhook) => Webhook,
): Promise<Result<Webhook, Refusal>> {
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const webhook = await webhooks.find(tenant, id);
    if (!webhook) return err({ kind: "unknown-webhook", webhookId: id });
    const changed = change(webhook);
    const saved = changed === webhook ? webhook : await webhooks.save(changed);
    if (saved) return ok(saved);
  }
  throw new GatewayError(`${id} was changed by others ${mostAttempts} times in a row`);
}
