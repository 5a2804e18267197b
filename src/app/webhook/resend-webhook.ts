import type { AuditEvent } from "../../core/audit-event.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { RequestId } from "../../core/request.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { owe, oweAgain, type WebhookDelivery } from "../../core/webhook/delivery.ts";
import { isTold, type Webhook, type WebhookId } from "../../core/webhook/webhook.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { RequestStore } from "../ports/request-store.ts";
import type { WebhookAttempts } from "../ports/webhook-attempts.ts";
import type { WebhookDeliveryStore } from "../ports/webhook-delivery-store.ts";
import type { WebhookStore } from "../ports/webhook-store.ts";
import { mostFailing } from "./look-at-webhooks.ts";
import { queueAttempt } from "./queue-attempt.ts";
import { targetOf } from "./target-of.ts";

/** One event of a request, or all of it that were not taken; or, without a request, all that were given up. */
export interface Resend {
  readonly webhookId: WebhookId;
  readonly requestId?: RequestId | undefined;
  readonly sequence?: number | undefined;
}

/** How many are sent again; with 100, there may be more. */
export type ResendWebhook = (resend: Resend) => Promise<Result<number, Refusal>>;

interface Dependencies {
  /** Those of one tenant. */
  readonly requests: Pick<RequestStore, "find">;
  readonly auditLog: AuditLog;
  readonly webhooks: WebhookStore;
  readonly deliveries: WebhookDeliveryStore;
  readonly attempts: WebhookAttempts;
  readonly tenant: string;
  readonly now: () => Date;
}

/**
 * Has events sent again, from the first attempt on and for another day. A receiver that has one already knows it by its id. Also
 * sends what a webhook was never told of, as it was made or enabled later.
 */
export function makeResendWebhook(deps: Dependencies): ResendWebhook {
  const { webhooks, deliveries, tenant, now } = deps;
  return async ({ webhookId, requestId, sequence }) => {
    const webhook = await webhooks.find(tenant, webhookId);
    if (!webhook) return err({ kind: "unknown-webhook", webhookId });
    if (webhook.disabled)
      return err({ kind: "webhook-disabled", webhookId, reason: webhook.disabled.reason });
    const chosen =
      requestId === undefined
        ? await deliveries.listFailing(tenant, webhookId, mostFailing)
        : await ofRequest(webhook, requestId, sequence);
    const again = chosen.filter((one) => sequence !== undefined || isUntaken(one));
    let count = 0;
    for (const delivery of again) {
      const saved = await deliveries.save(delivery.revision === 0 ? delivery : oweAgain(delivery, now()));
      if (saved) count += 1;
      if (saved) await queueAttempt(deps, saved);
    }
    return count > 0 ? ok(count) : err({ kind: "nothing-to-resend" });
  };

  async function ofRequest(
    webhook: Webhook,
    requestId: RequestId,
    sequence: number | undefined,
  ): Promise<readonly WebhookDelivery[]> {
    const request = await deps.requests.find(requestId);
    if (!request || request.partOf || !targetOf(webhook, request)) return [];
    const [events, known] = await Promise.all([
      deps.auditLog.list(requestId),
      deliveries.list(requestId, webhook.id),
    ]);
    return events
      .filter(
        (event) => isTold(webhook, event.kind) && (sequence === undefined || event.sequence === sequence),
      )
      .map((event) => known.find((one) => one.sequence === event.sequence) ?? missed(webhook, event));
  }

  function missed({ id: webhookId }: Webhook, { requestId, sequence }: AuditEvent): WebhookDelivery {
    return owe({ requestId, webhookId, sequence, tenant }, now());
  }
}

/** What is owed goes on by itself. */
function isUntaken({ state, revision }: WebhookDelivery): boolean {
  return revision === 0 || state === "given-up" || state === "gone" || state === "dropped";
}
