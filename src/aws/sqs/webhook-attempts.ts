import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import {
  toAttemptMessage,
  type WebhookAttempt,
  type WebhookAttempts,
} from "../../app/ports/webhook-attempts.ts";
import { answerOf } from "../answer-of.ts";

export function makeSqsWebhookAttempts(
  client: SQSClient,
  { queueUrl, deadLettersUrl }: { readonly queueUrl: string; readonly deadLettersUrl: () => string },
): WebhookAttempts {
  return {
    send: (attempt, delaySeconds) => send(queueUrl, attempt, delaySeconds),
    bury: (attempt) => send(deadLettersUrl(), { ...attempt, attempt: 0, revives: true }, 0),
  };

  async function send(QueueUrl: string, attempt: WebhookAttempt, DelaySeconds: number): Promise<void> {
    const MessageBody = JSON.stringify(toAttemptMessage(attempt));
    const command = new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds });
    await answerOf("SQS SendMessage", client.send(command));
  }
}
