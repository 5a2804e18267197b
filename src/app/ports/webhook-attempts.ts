import { z } from "zod";
import { requestIdSchema } from "../../core/request.ts";
import { webhookIdSchema } from "../../core/webhook/webhook.ts";

/** An attempt's message as it travels. */
export const webhookAttemptSchema = z
  .object({
    request_id: requestIdSchema,
    webhook_id: webhookIdSchema,
    sequence: z.int().min(1),
    attempt: z.int().min(0),
    /** Set in dead letters: whoever redrives one wants it tried again. */
    revives: z.literal(true).optional(),
  })
  .transform(({ request_id, webhook_id, revives, ...attempt }) => ({
    requestId: request_id,
    webhookId: webhook_id,
    ...attempt,
    ...(revives && { revives }),
  }));

/** That it is time for one attempt to send one event. Counts only while it is the delivery's next one. */
export type WebhookAttempt = Readonly<z.output<typeof webhookAttemptSchema>>;

/** The message of an attempt, which `webhookAttemptSchema` reads back. */
export function toAttemptMessage({
  requestId,
  webhookId,
  ...attempt
}: WebhookAttempt): z.input<typeof webhookAttemptSchema> {
  return { request_id: requestId, webhook_id: webhookId, ...attempt };
}

export interface WebhookAttempts {
  /** Delivers the attempt at least once, not before the delay (0 to 900 seconds, SQS's limit). */
  send(attempt: WebhookAttempt, delaySeconds: number): Promise<void>;
  /** Puts what was given up among the dead letters, which wake an operator. */
  bury(attempt: Omit<WebhookAttempt, "attempt" | "revives">): Promise<void>;
}
