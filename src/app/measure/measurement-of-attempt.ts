import type { Measurement } from "../../core/own-metrics.ts";
import { isTaken } from "../../core/webhook/delivery.ts";
import type { AttemptReport } from "../webhook/attempt-webhook.ts";

/** What an attempt to call a webhook adds to the metrics: how long it took, and whether it was taken, not taken, or given up for good. */
export function measurementOfAttempt({ delivery, answer, milliseconds }: AttemptReport): Measurement {
  return {
    values: {
      WebhookLatency: Math.round(milliseconds),
      WebhookDelivered: Number(isTaken(answer)),
      WebhookFailed: Number(!isTaken(answer)),
      WebhookGivenUp: Number(delivery.state === "given-up" || delivery.state === "gone"),
    },
    dimensions: { Webhook: delivery.webhookId },
  };
}
