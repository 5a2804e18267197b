import { type WebhookId, webhookIdSchema } from "./core/webhook/webhook.ts";
import { newRequestId } from "./new-request-id.ts";

/** A webhook's id by chance. */
export function newWebhookId(): WebhookId {
  return webhookIdSchema.parse(newRequestId().replace("req-", "wh-"));
}
