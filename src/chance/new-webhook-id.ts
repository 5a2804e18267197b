import { type WebhookId, webhookIdSchema } from "../core/webhook/webhook.ts";
import { randomDigits } from "./random-digits.ts";

/** A webhook's id by chance. */
export function newWebhookId(): WebhookId {
  return webhookIdSchema.parse(`wh-${randomDigits(10)}`);
}
