import { createHash } from "node:crypto";
import type { Carried } from "../wire/sdk-line.ts";
import type { FifoQueue } from "./fifo-queue.ts";
import type { Consumer, Queues } from "./queues.ts";

const host = "https://sqs.model";

/** The queues that functions send into by the SDK. */
export const queueUrls = {
  decisions: `${host}/decisions.fifo`,
  reports: `${host}/poller-reports`,
  attempts: `${host}/webhook-attempts`,
} as const;

const consumerAt: Readonly<Record<string, Consumer>> = {
  [queueUrls.reports]: "poller-reports",
  [queueUrls.attempts]: "notify-webhooks",
};

interface Sent {
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

/** SQS's answer to the SDK; what it was sent is in the queue of that URL then. */
export function answerAsSqs(
  { queues, decisions }: { readonly queues: Queues; readonly decisions: FifoQueue },
  operation: string,
  body: string,
): Carried {
  const { QueueUrl, Entries, ...message } = JSON.parse(body);
  switch (operation) {
    case "SendMessage":
      return answered(send(QueueUrl, message));
    case "SendMessageBatch":
      return answered({
        Successful: Entries.map(({ Id, ...entry }: Sent & { Id: string }) => ({
          Id,
          ...send(QueueUrl, entry),
        })),
        Failed: [],
      });
    default:
      throw new Error(`nobody asks SQS for ${operation} here`);
  }

  function send(url: string, { MessageBody, DelaySeconds = 0, ...fifo }: Sent) {
    const consumer = consumerAt[url];
    if (consumer) queues.put(consumer, MessageBody, { delaySeconds: DelaySeconds });
    else if (url === queueUrls.decisions) {
      const { MessageGroupId: group = "", MessageDeduplicationId: deduplicationId = "" } = fifo;
      decisions.send({ body: MessageBody, group, deduplicationId });
    } else throw new Error(`there is no queue ${url}`);
    // The SDK compares it with its own.
    return { MessageId: "sent", MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex") };
  }
}

function answered(content: object): Carried {
  return {
    statusCode: 200,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: Buffer.from(JSON.stringify(content)),
  };
}
