import type { RequestId } from "../../core/request.ts";
import { disable, requestsWebhookId } from "../../core/webhook/webhook.ts";
import type { RequestChanger } from "../change-request.ts";
import { recordUndelivered } from "../note-undelivered.ts";
import type { WebhookStore } from "../ports/webhook-store.ts";
import { changeWebhook } from "./change-webhook.ts";
import type { WebhookTarget } from "./target-of.ts";

/** A receiver that wants nothing any more: its webhook is disabled, or its address noted on the request that names it. */
export async function noteGone(
  deps: RequestChanger & { readonly webhooks: WebhookStore },
  requestId: RequestId,
  target: WebhookTarget,
): Promise<void> {
  const { webhook } = target;
  if (webhook.id === requestsWebhookId)
    return noteLost(deps, requestId, target, "its receiver answered 410 Gone");
  await changeWebhook(deps.webhooks, webhook, (one) =>
    disable(one, "its receiver answered 410 Gone", deps.now()),
  );
}

/** Notes on a request that the address it names cannot be reached; of a tenant's webhook, its operators are told. */
export async function noteLost(
  changer: RequestChanger,
  requestId: RequestId,
  { webhook, url }: WebhookTarget,
  reason: string,
): Promise<void> {
  if (webhook.id !== requestsWebhookId) return;
  // No more than the host: whoever knows the rest may be let in by it.
  await recordUndelivered(changer, requestId, { surface: "api", place: new URL(url).host, reason });
}
