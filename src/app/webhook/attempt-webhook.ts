import { secondsAfter } from "../../core/timing/seconds.ts";
import {
  afterAttempt,
  drop,
  holdsBack,
  oweAgain,
  type WebhookAnswer,
  type WebhookDelivery,
} from "../../core/webhook/delivery.ts";
import { eventIdOf, payloadOf } from "../../core/webhook/payload.ts";
import { signatureHeaders } from "../../core/webhook/signature.ts";
import { requestsWebhookId, secretsInForce } from "../../core/webhook/webhook.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { RequestStore } from "../ports/request-store.ts";
import type { SecretBox } from "../ports/secret-box.ts";
import type { WebhookAttempt, WebhookAttempts } from "../ports/webhook-attempts.ts";
import type { WebhookDeliveryStore } from "../ports/webhook-delivery-store.ts";
import type { WebhookSender } from "../ports/webhook-sender.ts";
import type { WebhookStore } from "../ports/webhook-store.ts";
import { noteGone, noteLost } from "./note-lost.ts";
import { queueAttempt, sendAttempt } from "./queue-attempt.ts";
import { secretContextOf } from "./secret-context.ts";
import { targetOf, type WebhookTarget } from "./target-of.ts";

/** One attempt, as it is measured and logged. */
export interface AttemptReport {
  readonly delivery: WebhookDelivery;
  readonly answer: WebhookAnswer;
  readonly milliseconds: number;
}

export type AttemptWebhook = (attempt: WebhookAttempt) => Promise<void>;

interface Dependencies {
  readonly requests: RequestStore;
  readonly auditLog: AuditLog;
  readonly webhooks: WebhookStore;
  readonly deliveries: WebhookDeliveryStore;
  readonly attempts: WebhookAttempts;
  readonly sender: WebhookSender;
  readonly secrets: SecretBox;
  readonly now: () => Date;
  /** How long a claim to send is honoured; longer than an attempt can take. */
  readonly leaseSeconds: number;
  readonly onAttempt: (report: AttemptReport) => void;
}

const orderSeconds = 1;

/**
 * Makes one attempt to send one event, where it is that event's turn: it is claimed before and noted after it, so that a message
 * that comes again sends nothing twice where the outcome is known. Where a worker died over it, or no answer came, the same event is
 * sent again under the same id.
 */
export function makeAttemptWebhook(deps: Dependencies): AttemptWebhook {
  const { deliveries, attempts, now } = deps;
  return async ({ requestId, webhookId, sequence, attempt, revives }) => {
    const found = await deliveries.find(requestId, webhookId, sequence);
    if (!found) return;
    const delivery =
      revives && found.state === "given-up" ? await deliveries.save(oweAgain(found, now())) : found;
    if (delivery?.state !== "owed") return;
    // Of an attempt that is over; whoever ended it may have died before the next one was queued.
    if (attempt !== delivery.attempts || delivery !== found) return queueAttempt(deps, delivery);
    const waits = await timeToWait(delivery);
    if (waits !== undefined) return sendAttempt(attempts, { ...delivery, nextAt: waits }, now());
    const claim = await deliveries.save({ ...delivery, claimedAt: now() });
    // Another worker was quicker; should they die over it, their own message comes again.
    if (claim) await make(claim);
  };

  /** When it is to be looked at again; nothing when it is to be sent now. */
  async function timeToWait(delivery: WebhookDelivery): Promise<Date | undefined> {
    const { nextAt, claimedAt, requestId, webhookId, sequence } = delivery;
    if (now() < nextAt) return nextAt;
    const lease = claimedAt && secondsAfter(claimedAt, deps.leaseSeconds);
    if (lease && now() < lease) return lease;
    const all = await deliveries.list(requestId, webhookId);
    const isHeld = all.some((earlier) => earlier.sequence < sequence && holdsBack(earlier, now()));
    return isHeld ? secondsAfter(now(), orderSeconds) : undefined;
  }

  async function make(claim: WebhookDelivery): Promise<void> {
    const { requestId, webhookId, tenant } = claim;
    const [events, webhook] = await Promise.all([
      deps.auditLog.list(requestId),
      deps.webhooks.find(tenant, webhookId),
    ]);
    // Read after its events, the request knows everything that they tell of.
    const request = await deps.requests.find(requestId);
    const target = webhook && request && targetOf(webhook, request);
    const payload = request && payloadOf(request, events, claim.sequence);
    if (!target || !payload) return dropIt(claim, "there is no such webhook any more");
    const { disabled } = target.webhook;
    if (disabled) return dropIt(claim, `the webhook is disabled: ${disabled.reason}`);
    if (await isGoneAlready(claim)) return dropIt(claim, "its receiver is gone");
    await send(claim, target, JSON.stringify(payload));
  }

  async function dropIt(claim: WebhookDelivery, why: string): Promise<void> {
    await deliveries.save(drop(claim, why));
  }

  /** Of an address that one request names: there is no webhook to disable. */
  async function isGoneAlready({ requestId, webhookId }: WebhookDelivery): Promise<boolean> {
    if (webhookId !== requestsWebhookId) return false;
    return (await deliveries.list(requestId, webhookId)).some(({ state }) => state === "gone");
  }

  async function send(claim: WebhookDelivery, target: WebhookTarget, body: string): Promise<void> {
    const { webhook, url } = target;
    const sealed = secretsInForce(webhook, now());
    const secrets = await Promise.all(sealed.map((one) => deps.secrets.open(one, secretContextOf(webhook))));
    const headers = signatureHeaders({ id: eventIdOf(claim), body, at: now() }, secrets);
    const begun = performance.now();
    const answer = await deps.sender.send({ url, headers, body });
    const milliseconds = performance.now() - begun;
    const delivery = afterAttempt(claim, answer, now());
    // First, as a copy of the message finds nothing to do once the end is noted.
    if (delivery.state === "gone") await noteGone(deps, claim.requestId, target);
    if (delivery.state === "given-up") await giveUp(delivery, target);
    deps.onAttempt({ delivery, answer, milliseconds });
    const saved = await deliveries.save(delivery);
    if (saved) await queueAttempt(deps, saved);
  }

  async function giveUp(delivery: WebhookDelivery, target: WebhookTarget): Promise<void> {
    const { requestId, webhookId, sequence, lastAnswer } = delivery;
    await attempts.bury({ requestId, webhookId, sequence });
    await noteLost(deps, requestId, target, `not taken for a day: ${lastAnswer}`);
  }
}
