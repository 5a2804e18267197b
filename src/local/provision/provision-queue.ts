import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  type SQSClient,
  SQSServiceException,
} from "@aws-sdk/client-sqs";
import type { QueueProperties } from "./resource-schemas.ts";

export interface QueueLocation {
  readonly url: string;
  readonly arn: string;
}

/** Creates the queue, or brings the one that is there up to date. `deadLetterArn` takes the place of the reference. */
export async function provisionQueue(
  queue: QueueProperties,
  deadLetterArn: string | undefined,
  maxVisibilitySeconds: number,
  client: SQSClient,
): Promise<QueueLocation> {
  const url = await createOrUpdate(queue, attributesOf(queue, deadLetterArn, maxVisibilitySeconds), client);
  const answer = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }),
  );
  const arn = answer.Attributes?.QueueArn;
  if (arn === undefined) throw new Error(`${queue.QueueName} has no ARN`);
  return { url, arn };
}

function attributesOf(
  { VisibilityTimeout, MessageRetentionPeriod, DelaySeconds, RedrivePolicy }: QueueProperties,
  deadLetterArn: string | undefined,
  maxVisibilitySeconds: number,
): Record<string, string> {
  const { maxReceiveCount } = RedrivePolicy ?? {};
  return {
    VisibilityTimeout: String(Math.min(VisibilityTimeout, maxVisibilitySeconds)),
    MessageRetentionPeriod: String(MessageRetentionPeriod),
    DelaySeconds: String(DelaySeconds),
    ...(deadLetterArn && {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount }),
    }),
  };
}

/** SQS answers for a queue that is there and has just these attributes as for one that it makes. */
async function createOrUpdate(
  { QueueName, FifoQueue }: QueueProperties,
  attributes: Record<string, string>,
  client: SQSClient,
): Promise<string> {
  try {
    const Attributes = { ...attributes, ...(FifoQueue && { FifoQueue: "true" }) };
    return urlOf(QueueName, await client.send(new CreateQueueCommand({ QueueName, Attributes })));
  } catch (error) {
    if (!isTaken(error)) throw error;
    const QueueUrl = urlOf(QueueName, await client.send(new GetQueueUrlCommand({ QueueName })));
    await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributes }));
    return QueueUrl;
  }
}

function urlOf(name: string, { QueueUrl }: { readonly QueueUrl?: string | undefined }): string {
  if (QueueUrl === undefined) throw new Error(`${name} has no URL`);
  return QueueUrl;
}

/** Another queue has the name. The SDK knows the error by one name, and the answer's header has another. */
function isTaken(error: unknown): boolean {
  return error instanceof SQSServiceException && /QueueNameExists|QueueAlreadyExists/.test(error.name);
}
