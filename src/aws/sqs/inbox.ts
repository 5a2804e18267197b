import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { answerOf } from "../answer-of.ts";

/** A received message: what it says, and the handle under which it can be deleted or kept hidden. */
export interface InboxMessage {
  readonly id: string;
  readonly body: string;
  readonly handle: string;
}

export interface InboxOptions {
  readonly queueUrl: string;
  readonly waitSeconds: number;
  readonly visibilitySeconds: number;
}

export type Inbox = ReturnType<typeof makeSqsInbox>;

/** One queue's receiving side, in batches of at most ten. `receive` is given up by the signal. */
export function makeSqsInbox(client: SQSClient, { queueUrl, waitSeconds, visibilitySeconds }: InboxOptions) {
  return {
    visibilitySeconds,

    async receive(most: number, signal?: AbortSignal): Promise<readonly InboxMessage[]> {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: Math.min(most, 10),
        WaitTimeSeconds: waitSeconds,
        VisibilityTimeout: visibilitySeconds,
      });
      const requestTimeout = (waitSeconds + 5) * 1000;
      const options = { requestTimeout, ...(signal && { abortSignal: signal }) };
      const { Messages = [] } = await answerOf("SQS ReceiveMessage", client.send(command, options));
      return Messages.map(({ MessageId = "", Body = "", ReceiptHandle = "" }) => ({
        id: MessageId,
        body: Body,
        handle: ReceiptHandle,
      }));
    },

    /** The handles that were not deleted: their messages come again. */
    async delete(handles: readonly string[]): Promise<readonly string[]> {
      const entries = handles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
      const command = new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries });
      const { Failed = [] } = await answerOf("SQS DeleteMessageBatch", client.send(command));
      return Failed.flatMap(({ Id }) => handles[Number(Id)] ?? []);
    },

    /** Hides the messages for so long from now on. */
    async hide(handles: readonly string[], seconds: number): Promise<void> {
      const entries = handles.map((ReceiptHandle, index) => ({
        Id: String(index),
        ReceiptHandle,
        VisibilityTimeout: seconds,
      }));
      const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries: entries });
      await answerOf("SQS ChangeMessageVisibilityBatch", client.send(command));
    },
  };
}
