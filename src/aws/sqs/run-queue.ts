import { SendMessageCommand, SQSClient, type SQSClientConfig } from "@aws-sdk/client-sqs";
import { type RunQueue, toRunMessage } from "../../app/ports/run-queue.ts";
import { answerOf } from "../answer-of.ts";
import { boundedClient } from "../bounded-client.ts";

export function makeSqsClient(overrides: SQSClientConfig = {}): SQSClient {
  const bounds = { attempts: 3, connectionMilliseconds: 1000, requestMilliseconds: 5000 };
  // A queue's URL may name a host that only its own side can resolve; the endpoint is what counts.
  return new SQSClient({ ...boundedClient(bounds), useQueueUrlAsEndpoint: false, ...overrides });
}

export function makeSqsRunQueue(client: SQSClient, queueUrl: string): RunQueue {
  return {
    send: async (step, delaySeconds) => {
      const command = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(toRunMessage(step)),
        DelaySeconds: delaySeconds,
      });
      await answerOf("SQS SendMessage", client.send(command));
    },
  };
}
