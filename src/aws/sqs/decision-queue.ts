import { createHash } from "node:crypto";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { DecisionQueue } from "../../app/ports/decision-queue.ts";
import { answerOf } from "../answer-of.ts";

/** Sends decisions to a FIFO queue: in order for each subject, and one alone of those that come within five minutes. */
export function makeSqsDecisionQueue(client: SQSClient, queueUrl: string): DecisionQueue {
  return {
    send: async (record, signed) => {
      const command = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(signed),
        // A group's id takes 128 of SQS's characters, and no slash that URLs would not take either.
        MessageGroupId: createHash("sha256").update(record.intent.subject).digest("hex"),
        MessageDeduplicationId: `${record.request_id}-${record.decision}`,
      });
      await answerOf("SQS SendMessage", client.send(command));
    },
  };
}
