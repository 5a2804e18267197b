import { z } from "@hono/zod-openapi";
import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { deliveryStates } from "../../core/webhook/delivery.ts";
import { type WebhookId, webhookEvents, webhookIdSchema } from "../../core/webhook/webhook.ts";

const moment = () => z.iso.datetime();

export const webhookSchema = z
  .object({
    webhook_id: z.string(),
    /** Missing for the one that signs for requests. */
    url: z.string().optional(),
    hosts: z.array(z.string()).optional(),
    events: z.array(z.enum(webhookEvents)),
    status: z.enum(["active", "disabled"]),
    disabled_at: moment().optional(),
    disabled_reason: z.string().optional(),
    created_by: z.string(),
    created_at: moment(),
    secret_since: moment().optional(),
    /** Until then, the secret before this one signs as well. */
    former_secret_until: moment().optional(),
  })
  .openapi("Webhook");

export const webhookWithSecretSchema = webhookSchema
  .extend({
    /** Told this once. */
    secret: z.string(),
  })
  .openapi("WebhookWithSecret");

const failingSchema = z.object({
  request_id: z.string(),
  sequence: z.int(),
  event_id: z.string(),
  state: z.enum(deliveryStates),
  attempts: z.int(),
  owed_since: moment(),
  next_attempt_at: moment().optional(),
  last_answer: z.string().optional(),
  last_attempt_at: moment().optional(),
});

export const webhookHealthSchema = webhookSchema
  .extend({
    /** What was tried and has not arrived. */
    failing_count: z.int(),
    failing_at_least: z.literal(true).optional(),
    /** The ten that are owed the longest. */
    failing: z.array(failingSchema),
  })
  .openapi("WebhookHealth");

/** The webhook that a path names; what cannot be one is unknown. */
export function idIn(webhookId: string): Result<WebhookId, Refusal> {
  const id = webhookIdSchema.safeParse(webhookId).data;
  return id ? ok(id) : err({ kind: "unknown-webhook", webhookId });
}
