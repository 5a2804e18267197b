import { isQueued, type WebhookDelivery } from "../../core/webhook/delivery.ts";
import type { WebhookAttempts } from "../ports/webhook-attempts.ts";
import type { WebhookDeliveryStore } from "../ports/webhook-delivery-store.ts";

/** SQS delays no message for longer; one that comes too early is sent once more. */
const mostDelaySeconds = 900;

/** Sends the message for a delivery's next attempt, when that is due; at once where it already is. */
export async function sendAttempt(
  attempts: WebhookAttempts,
  { requestId, webhookId, sequence, attempts: attempt, nextAt }: WebhookDelivery,
  now: Date,
): Promise<void> {
  const seconds = Math.ceil((nextAt.getTime() - now.getTime()) / 1000);
  const delay = Math.max(0, Math.min(seconds, mostDelaySeconds));
  await attempts.send({ requestId, webhookId, sequence, attempt }, delay);
}

interface Ports {
  readonly deliveries: WebhookDeliveryStore;
  readonly attempts: WebhookAttempts;
  readonly now: () => Date;
}

/**
 * Sees to it that a message waits for an owed delivery's next attempt, and notes that: whoever dies between the two sends it twice,
 * and the second copy finds that its attempt is over.
 */
export async function queueAttempt(
  { deliveries, attempts, now }: Ports,
  delivery: WebhookDelivery,
): Promise<void> {
  if (delivery.state !== "owed" || isQueued(delivery)) return;
  await sendAttempt(attempts, delivery, now());
  // Where it was saved by another one meanwhile, that one knows better.
  await deliveries.save({ ...delivery, queuedFor: delivery.attempts });
}
