import { z } from "zod";
import { makeQueueHandler } from "../../../src/adapters/queue/queue-handler.ts";
import { eventNoticeSchema } from "../../../src/app/ports/event-publisher.ts";
import { webhookAttemptSchema } from "../../../src/app/ports/webhook-attempts.ts";
import { makeAttemptWebhook } from "../../../src/app/webhook/attempt-webhook.ts";
import { makeCreateWebhook } from "../../../src/app/webhook/create-webhook.ts";
import { makeOweWebhooks } from "../../../src/app/webhook/owe-webhooks.ts";
import { makeSqsWebhookAttempts } from "../../../src/aws/sqs/webhook-attempts.ts";
import { webhookIdSchema } from "../../../src/core/webhook/webhook.ts";
import { queueUrls } from "./sqs.ts";
import { once, type Workplace } from "./workplace.ts";

/** Less than a death keeps a message hidden. */
const leaseSeconds = 30;

const messageSchema = z.union([eventNoticeSchema, webhookAttemptSchema]);

/** What tells other programs of events, as `src/lambda` puts it together, and the command line that registers these. */
export function makeWebhookFunctions({ lodging, around, ports, noteFailure }: Workplace) {
  const { machine, sqs } = lodging;
  const deps = {
    ...ports,
    deliveries: ports.webhookDeliveries,
    attempts: makeSqsWebhookAttempts(sqs, {
      queueUrl: queueUrls.attempts,
      deadLettersUrl: () => {
        throw new Error("no receiver here is down for a day");
      },
    }),
    secrets: ports.secretBox,
  };
  return {
    createWebhook: once(() =>
      makeCreateWebhook({
        ...deps,
        newWebhookId: () => webhookIdSchema.parse(`wh-${around().newNonce().slice(-10)}`),
        newSecret: () => around().receivers.newest().secret,
        urlRules: { allowsLoopback: false },
      }),
    ),
    "notify-webhooks": once(() => {
      const owe = makeOweWebhooks(deps);
      const attempt = makeAttemptWebhook({
        ...deps,
        sender: { send: (call) => around().receivers.senderOn(machine).send(call) },
        leaseSeconds,
        onAttempt: () => {},
      });
      return makeQueueHandler(
        messageSchema,
        (message) => ("webhookId" in message ? attempt(message) : owe(message.requestId)),
        noteFailure,
      );
    }),
  };
}
