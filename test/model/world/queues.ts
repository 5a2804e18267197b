import type { SQSRecord } from "aws-lambda";
import { type EventPublisher, toEventMessage } from "../../../src/app/ports/event-publisher.ts";
import { type RunQueue, toRunMessage } from "../../../src/app/ports/run-queue.ts";
import type { Machine } from "../wire/machine.ts";

/** Every function behind a queue. */
export const consumers = [
  "notify-slack",
  "notify-teams",
  "notify-email",
  "dispatch",
  "revoke-tokens",
  "run-operation",
  "poller-reports",
  "step-functions",
  "notify-webhooks",
  "refresh-preflight",
] as const;

export type Consumer = (typeof consumers)[number];

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly requestId: string;
  /** That it only says to look at the request, whatever happened to it. */
  readonly isNotice: boolean;
  /** Unix milliseconds. */
  visibleAt: number;
}

/** Of those, the ones that hear nothing of events. */
const apart: readonly Consumer[] = ["run-operation", "poller-reports", "step-functions"];

/** They cost as much as all the others: their queues are not worked off before a sequence wakes them. */
const asleepAtFirst: readonly Consumer[] = ["notify-webhooks", "refresh-preflight"];

/** Which kinds of events reach a consumer, as `infra/` filters them; all where nothing is said. */
export type Filters = ReadonlyMap<Consumer, readonly string[]>;

/** So long a message is hidden whose handler failed or died. */
const visibilitySeconds = 60;

export type Queues = ReturnType<typeof makeQueues>;

/** The topic and its queues, which give what they hold in any order, and more than once, as standard queues may. */
export function makeQueues(clock: () => number, filters: Filters) {
  const held = new Map<Consumer, Message[]>(consumers.map((name) => [name, []]));
  const asleep = new Set(asleepAtFirst);
  let sent = 0;

  function put(
    consumer: Consumer,
    body: string,
    {
      delaySeconds = 0,
      isNotice = false,
    }: { readonly delaySeconds?: number; readonly isNotice?: boolean } = {},
  ): void {
    sent += 1;
    const { request_id: requestId = "" } = JSON.parse(body);
    const visibleAt = clock() + delaySeconds * 1000;
    heldBy(consumer).push({ id: `message-${sent}`, body, requestId, isNotice, visibleAt });
  }

  function heldBy(consumer: Consumer): Message[] {
    return held.get(consumer) ?? [];
  }

  function atWork(consumer: Consumer): boolean {
    return !asleep.has(consumer);
  }

  return {
    put,
    /** From now on its function is at work. */
    wake: (consumer: Consumer): void => void asleep.delete(consumer),
    isAsleep: (consumer: Consumer): boolean => asleep.has(consumer),
    visible: (consumer: Consumer): readonly Message[] =>
      atWork(consumer) ? heldBy(consumer).filter(({ visibleAt }) => visibleAt <= clock()) : [],
    /** When the next message in one of these queues can be seen; nothing where none is left. */
    nextAt(some: readonly Consumer[]): number | undefined {
      const moments = some
        .filter(atWork)
        .flatMap(heldBy)
        .map(({ visibleAt }) => visibleAt);
      return moments.length === 0 ? undefined : Math.min(...moments);
    },
    done(consumer: Consumer, message: Message): void {
      held.set(
        consumer,
        heldBy(consumer).filter((one) => one !== message),
      );
    },
    failed(message: Message): void {
      message.visibleAt = clock() + visibilitySeconds * 1000;
    },
    publisherOn: (machine: Machine): EventPublisher => ({
      publish: async (notices) => {
        await machine.call({ service: "sns", operation: "PublishBatch" }, async () => {
          for (const notice of notices) {
            for (const consumer of consumers) {
              const isMeant = filters.get(consumer)?.includes(notice.kind) ?? !apart.includes(consumer);
              if (isMeant) put(consumer, JSON.stringify(toEventMessage(notice)), { isNotice: true });
            }
          }
        });
        return [];
      },
    }),
    runQueueOn: (machine: Machine): RunQueue => ({
      send: (step, delaySeconds) =>
        machine.call({ service: "sqs", operation: "SendMessage" }, async () =>
          put("run-operation", JSON.stringify(toRunMessage(step)), { delaySeconds }),
        ),
    }),
  };
}

/** The message as Lambda gets it. */
export function toSqsRecord(consumer: Consumer, { id, body }: Message): SQSRecord {
  return {
    messageId: id,
    receiptHandle: id,
    body,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "0",
      SenderId: "model",
      ApproximateFirstReceiveTimestamp: "0",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:eu-central-1:123456789012:${consumer}`,
    awsRegion: "eu-central-1",
  };
}
