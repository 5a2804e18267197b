import { GetQueueUrlCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { GatewayError } from "../../app/gateway-error.ts";
import { answerOf } from "../answer-of.ts";

/** The address of this account's queue of that name. Throws what the SDK does where there is none. */
export async function readQueueUrl(client: SQSClient, name: string): Promise<string> {
  const command = new GetQueueUrlCommand({ QueueName: name });
  const { QueueUrl } = await answerOf(`SQS GetQueueUrl of ${name}`, client.send(command));
  if (QueueUrl === undefined) throw new GatewayError(`SQS gave no address of ${name}`);
  return QueueUrl;
}
