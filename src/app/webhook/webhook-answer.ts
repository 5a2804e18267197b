import type { WebhookDelivery } from "../../core/webhook/delivery.ts";
import { eventIdOf } from "../../core/webhook/payload.ts";
import { type Webhook, webhookEvents } from "../../core/webhook/webhook.ts";
import { mostFailing, type WebhookHealth } from "./look-at-webhooks.ts";

/** A webhook as programs and operators read it; its secrets are not in it. */
export function webhookAnswerOf({ id, url, hosts, events, secrets, disabled, ...webhook }: Webhook) {
  const [current, former] = secrets;
  return {
    webhook_id: id,
    ...(url !== undefined && { url }),
    ...(hosts.length > 0 && { hosts: [...hosts] }),
    events: events.length > 0 ? [...events] : [...webhookEvents],
    status: disabled ? ("disabled" as const) : ("active" as const),
    ...(disabled && { disabled_at: disabled.at.toISOString(), disabled_reason: disabled.reason }),
    created_by: webhook.createdBy,
    created_at: webhook.createdAt.toISOString(),
    ...(current && { secret_since: current.since.toISOString() }),
    ...(former?.until && { former_secret_until: former.until.toISOString() }),
  };
}

/** And with what does not arrive there. */
export function webhookHealthAnswerOf({ webhook, failing }: WebhookHealth) {
  return {
    ...webhookAnswerOf(webhook),
    failing_count: failing.length,
    /** There may be more of them. */
    ...(failing.length >= mostFailing && { failing_at_least: true as const }),
    failing: failing.slice(0, mostShown).map(deliveryAnswerOf),
  };
}

const mostShown = 10;

function deliveryAnswerOf(delivery: WebhookDelivery) {
  const { requestId, sequence, state, attempts, owedSince, nextAt, lastAnswer, lastAt } = delivery;
  return {
    request_id: requestId,
    sequence,
    event_id: eventIdOf(delivery),
    state,
    attempts,
    owed_since: owedSince.toISOString(),
    ...(state === "owed" && { next_attempt_at: nextAt.toISOString() }),
    ...(lastAnswer !== undefined && { last_answer: lastAnswer }),
    ...(lastAt && { last_attempt_at: lastAt.toISOString() }),
  };
}
