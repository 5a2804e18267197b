import { setTimeout as sleep } from "node:timers/promises";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { type RunStep, runStepSchema } from "../../src/app/ports/run-queue.ts";

export interface Drain {
  readonly handle: (step: RunStep) => Promise<void>;
  /** How often, and at once, each message is delivered; 1 by default. */
  readonly copies?: number;
  /** Told of a delivery that failed; the message then comes again. Without it the failure ends the drain. */
  readonly onFailure?: (error: unknown) => void;
}

/** Reads a queue of run steps as Lambda does: what is handled is deleted, what fails comes again. */
export function makeRunStepReader(client: SQSClient, queueUrl: string) {
  async function receive(): Promise<readonly Message[]> {
    const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 });
    return (await client.send(command)).Messages ?? [];
  }

  async function deliver(message: Message, { handle, copies = 1, onFailure }: Drain): Promise<void> {
    const step = runStepSchema.parse(JSON.parse(message.Body ?? ""));
    const outcomes = await Promise.allSettled(Array.from({ length: copies }, () => handle(step)));
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    const receipt = { QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle };
    if (!failed) {
      await client.send(new DeleteMessageCommand(receipt));
    } else {
      if (!onFailure) throw failed.reason;
      onFailure(failed.reason);
      await client.send(new ChangeMessageVisibilityCommand({ ...receipt, VisibilityTimeout: 0 }));
    }
  }

  async function waiting(): Promise<number> {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["All"] }),
    );
    return (
      Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesDelayed)
    );
  }

  return {
    /** How many steps wait in the queue, the delayed ones included. */
    waiting,
    /** Takes the steps that wait now out of the queue. */
    async take(): Promise<readonly RunStep[]> {
      const steps: RunStep[] = [];
      for (;;) {
        const messages = await receive();
        if (messages.length === 0) return steps;
        for (const message of messages) {
          await deliver(message, {
            handle: async (step) => {
              steps.push(step);
            },
          });
        }
      }
    },
    /** Delivers until nothing is left, the steps of the deliveries themselves included. */
    async drain(how: Drain): Promise<void> {
      while ((await waiting()) > 0) {
        const messages = await receive();
        await Promise.all(messages.map((message) => deliver(message, how)));
        if (messages.length === 0) await sleep(20);
      }
    },
  };
}
