import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { batchFailures } from "./batch-failures.ts";
import type { Invoke, Report, Running } from "./invoke.ts";
import { pause } from "./pause.ts";
import { toSqsRecord } from "./sqs-record.ts";

export interface QueuePumpOptions {
  readonly functionName: string;
  readonly invoke: Invoke;
  /** Built with `useQueueUrlAsEndpoint: false`: the local queue's URL names a host that does not resolve. */
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly report: Report;
}

const batchesUnderWay = 4;
const waitSeconds = 1;
const pauseAfterErrorMs = 500;

/**
 * Feeds a queue to a function as Lambda does: what succeeded is deleted, what failed comes back after its visibility
 * timeout. A poll under way is never cut off, as the queue may just be answering it; so it waits one second at most.
 */
export function startQueuePump(options: QueuePumpOptions): Running {
  const { functionName, client, queueUrl, batchSize, report } = options;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();

  async function receive(): Promise<readonly Message[]> {
    try {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: batchSize,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      });
      return (await client.send(command)).Messages ?? [];
    } catch (error) {
      if (!stopping.signal.aborted) report({ functionName, error });
      await pause(pauseAfterErrorMs, stopping.signal);
      return [];
    }
  }

  async function pump(): Promise<void> {
    while (!stopping.signal.aborted) {
      const messages = await receive();
      if (messages.length > 0) {
        const handling = handle(messages, options)
          .catch((error: unknown) => report({ functionName, error }))
          .finally(() => underWay.delete(handling));
        underWay.add(handling);
      }
      if (underWay.size >= batchesUnderWay) await Promise.race(underWay);
    }
    await Promise.all(underWay);
  }

  const pumping = pump();
  return {
    stop: async () => {
      stopping.abort();
      await pumping;
    },
  };
}

async function handle(
  messages: readonly Message[],
  { invoke, client, queueUrl, queueArn }: QueuePumpOptions,
): Promise<void> {
  const records = messages.map((message) => toSqsRecord(message, queueArn));
  const response = await invoke({ Records: records });
  const failed = batchFailures(
    response,
    records.map((record) => record.messageId),
  );
  const entries = records
    .filter((record) => !failed.has(record.messageId))
    .map((record, index) => ({ Id: String(index), ReceiptHandle: record.receiptHandle }));
  if (entries.length === 0) return;
  const { Failed } = await client.send(
    new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }),
  );
  const [first] = Failed ?? [];
  if (first !== undefined)
    throw new Error(`A handled message was not deleted: ${first.Message ?? first.Code}`);
}
