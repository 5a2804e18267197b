import { z } from "zod";
import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { makeHttpsSender } from "../adapters/webhooks/https-sender.ts";
import { measurementOfAttempt } from "../app/measure/measurement-of-attempt.ts";
import { eventNoticeSchema } from "../app/ports/event-publisher.ts";
import { webhookAttemptSchema } from "../app/ports/webhook-attempts.ts";
import { makeAttemptWebhook } from "../app/webhook/attempt-webhook.ts";
import { makeOweWebhooks } from "../app/webhook/owe-webhooks.ts";
import { readConfig } from "../config.ts";
import { eventIdOf } from "../core/webhook/payload.ts";
import { makeLog, reportTo } from "../log.ts";
import { makeMeter } from "../metrics.ts";
import { wireSecretBox } from "../wiring/wire-keys.ts";
import { wireWebhooks } from "../wiring/wire-webhooks.ts";
import { systemClock, wireStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "notify-webhooks");
const meter = makeMeter(config);
const deps = { ...wireStores(config), ...wireWebhooks(config), ...systemClock };
const owe = makeOweWebhooks(deps);
const attempt = makeAttemptWebhook({
  ...deps,
  sender: makeHttpsSender({ allowsLoopback: config.webhooks.allowsLoopback }),
  secrets: wireSecretBox(config),
  leaseSeconds: config.deliveryLeaseSeconds,
  onAttempt: (report) => {
    const { delivery, milliseconds } = report;
    const { requestId, webhookId, state, attempts, lastAnswer } = delivery;
    const fields = { request_id: requestId, webhook_id: webhookId, event_id: eventIdOf(delivery) };
    const outcome = { state, attempts, answer: lastAnswer, milliseconds: Math.round(milliseconds) };
    log[state === "delivered" ? "info" : "warn"]({ ...fields, ...outcome }, "an event was sent to a webhook");
    meter.record(measurementOfAttempt(report));
  },
});

const messageSchema = z.union([eventNoticeSchema, webhookAttemptSchema]);

/** Events from the topic, each of which may owe deliveries; and the attempts at them, in a queue of their own. */
export const handler = makeQueueHandler(
  messageSchema,
  (message, oncePerRequest) =>
    "webhookId" in message
      ? attempt(message)
      : oncePerRequest(message.requestId, () => owe(message.requestId)),
  reportTo(log),
);
