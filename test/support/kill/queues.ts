import { GetQueueAttributesCommand, ListQueuesCommand, type SQSClient } from "@aws-sdk/client-sqs";

const counts = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

/** Counts what is left in the queues: waiting, delayed or being handled. */
export function watchQueues(client: SQSClient) {
  async function count(isCounted: (url: string) => boolean): Promise<number> {
    const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
    const sums = await Promise.all(
      QueueUrls.filter(isCounted).map(async (QueueUrl) => {
        const { Attributes = {} } = await client.send(
          new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...counts] }),
        );
        return counts.reduce((sum, name) => sum + Number(Attributes[name]), 0);
      }),
    );
    return sums.reduce((sum, one) => sum + one, 0);
  }

  const isDead = (url: string) => url.includes("-dead-");
  return { left: () => count((url) => !isDead(url)), dead: () => count(isDead) };
}
