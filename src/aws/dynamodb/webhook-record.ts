import { z } from "zod";
import { type Webhook, webhookEvents, webhookIdSchema } from "../../core/webhook/webhook.ts";
import { isoDateSchema } from "./iso-date.ts";

const webhookRecordSchema = z.object({
  tenant: z.string(),
  webhook_id: webhookIdSchema,
  revision: z.int(),
  url: z.string().optional(),
  hosts: z.array(z.string()),
  events: z.array(z.enum(webhookEvents)),
  secrets: z.array(z.object({ sealed: z.string(), since: isoDateSchema, until: isoDateSchema.optional() })),
  created_by: z.string(),
  created_at: isoDateSchema,
  active_since: isoDateSchema,
  disabled: z.object({ at: isoDateSchema, reason: z.string() }).optional(),
});

export function toWebhookRecord(webhook: Webhook): z.input<typeof webhookRecordSchema> {
  const { disabled } = webhook;
  return {
    tenant: webhook.tenant,
    webhook_id: webhook.id,
    revision: webhook.revision,
    url: webhook.url,
    hosts: [...webhook.hosts],
    events: [...webhook.events],
    secrets: webhook.secrets.map(({ sealed, since, until }) => ({
      sealed,
      since: since.toISOString(),
      until: until?.toISOString(),
    })),
    created_by: webhook.createdBy,
    created_at: webhook.createdAt.toISOString(),
    active_since: webhook.activeSince.toISOString(),
    disabled: disabled && { at: disabled.at.toISOString(), reason: disabled.reason },
  };
}

/** Throws when what is stored is not a webhook. */
export function fromWebhookRecord(item: unknown): Webhook {
  const { webhook_id, created_by, created_at, active_since, ...record } = webhookRecordSchema.parse(item);
  return {
    ...record,
    id: webhook_id,
    createdBy: created_by,
    createdAt: created_at,
    activeSince: active_since,
  };
}
