import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
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

async function createOrUpdate(
  queue: QueueProperties,
  attributes: Record<string, string>,
  client: SQSClient,
): Promise<string> {
  const { QueueName: name } = queue;
  const listed = await client.send(new ListQueuesCommand({ QueueNamePrefix: name }));
  const found = listed.QueueUrls?.find((url) => url.endsWith(`/${name}`));
  if (found !== undefined) {
    await client.send(new SetQueueAttributesCommand({ QueueUrl: found, Attributes: attributes }));
    return found;
  }
  const fifo = queue.FifoQueue && { FifoQueue: "true" };
  const created = await client.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { ...attributes, ...fifo } }),
  );
  if (created.QueueUrl === undefined) throw new Error(`${name} has no URL`);
  return created.QueueUrl;
}
