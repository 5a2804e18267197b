import type { AuditEvent } from "../../core/audit-event.ts";
import type { RequestId } from "../../core/request.ts";
import { owe, type WebhookDelivery } from "../../core/webhook/delivery.ts";
import { isTold, type Webhook } from "../../core/webhook/webhook.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { RequestStore } from "../ports/request-store.ts";
import type { WebhookAttempts } from "../ports/webhook-attempts.ts";
import type { WebhookDeliveryStore } from "../ports/webhook-delivery-store.ts";
import type { WebhookStore } from "../ports/webhook-store.ts";
import { queueAttempt } from "./queue-attempt.ts";
import { targetOf } from "./target-of.ts";

export type OweWebhooks = (id: RequestId) => Promise<void>;

interface Dependencies {
  readonly requests: Pick<RequestStore, "find">;
  readonly auditLog: AuditLog;
  readonly webhooks: WebhookStore;
  readonly deliveries: WebhookDeliveryStore;
  readonly attempts: WebhookAttempts;
  readonly now: () => Date;
}

/** What is older is not sent by itself any more: its delivery may have been forgotten. */
const oldestMilliseconds = 30 * 86_400_000;

/**
 * Notes what a request's webhooks have not been told yet, whatever event gave the cause, and queues an attempt for each. One is
 * noted once, so that doubled events send nothing twice, and one that was lost is made up for by the next.
 */
export function makeOweWebhooks(deps: Dependencies): OweWebhooks {
  return async (id) => {
    const request = await deps.requests.find(id);
    // The bulk request that it is part of tells of it.
    if (!request || request.partOf) return;
    const registered = await deps.webhooks.list(request.tenant);
    const told = registered.filter((webhook) => !webhook.disabled && targetOf(webhook, request));
    if (told.length === 0) return;
    const [events, known] = await Promise.all([deps.auditLog.list(id), deps.deliveries.list(id)]);
    for (const webhook of told) {
      const owed = events.filter((event) => isOwed(webhook, event));
      // In their order, so that none is sent before the one that it has to wait for is noted.
      for (const event of owed) await oweOnce(webhook, event, known);
    }
  };

  function isOwed(webhook: Webhook, { kind, at }: AuditEvent): boolean {
    const isRecent = deps.now().getTime() - at.getTime() < oldestMilliseconds;
    return isTold(webhook, kind) && at >= webhook.activeSince && isRecent;
  }

  async function oweOnce(
    { id: webhookId, tenant }: Webhook,
    { requestId, sequence }: AuditEvent,
    known: readonly WebhookDelivery[],
  ): Promise<void> {
    const noted = known.find((one) => one.webhookId === webhookId && one.sequence === sequence);
    const fresh = owe({ requestId, webhookId, sequence, tenant }, deps.now());
    const delivery = noted ?? (await deps.deliveries.save(fresh));
    // Another worker has noted it just now, and queues it.
    if (delivery) await queueAttempt(deps, delivery);
  }
}
