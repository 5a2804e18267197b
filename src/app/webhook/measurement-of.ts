import { isTaken } from "../../core/webhook/delivery.ts";
import type { Measurement } from "../ports/meter.ts";
import type { AttemptReport } from "./attempt-webhook.ts";

/** What an attempt adds to the metrics: how long it took, and whether it was taken, not taken, or given up for good. */
export function measurementOf({ delivery, answer, milliseconds }: AttemptReport): Measurement {
  const count = (value: boolean) => ({ value: value ? 1 : 0, unit: "Count" }) as const;
  return {
    values: {
      WebhookLatency: { value: Math.round(milliseconds), unit: "Milliseconds" },
      WebhookDelivered: count(isTaken(answer)),
      WebhookFailed: count(!isTaken(answer)),
      WebhookGivenUp: count(delivery.state === "given-up" || delivery.state === "gone"),
    },
    dimensions: { Webhook: delivery.webhookId },
  };
}
