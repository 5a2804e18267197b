import { GetQueueAttributesCommand, ListQueuesCommand, type SQSClient } from "@aws-sdk/client-sqs";

const counts = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

/** Counts what is left in the queues: waiting, delayed or being handled. The queues are those that there are at the first count. */
export function watchQueues(client: SQSClient) {
  let listing: Promise<readonly string[]> | undefined;

  async function list(): Promise<readonly string[]> {
    const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
    return QueueUrls;
  }

  async function count(isCounted: (url: string) => boolean): Promise<number> {
    listing ??= list();
    const urls = await listing;
    const sums = await Promise.all(
      urls.filter(isCounted).map(async (QueueUrl) => {
        const { Attributes = {} } = await client.send(
          new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...counts] }),
        );
        return counts.reduce((sum, name) => sum + Number(Attributes[name]), 0);
      }),
    );
    return sums.reduce((sum, one) => sum + one, 0);
  }

  const isDead = (url: string) => /-dead(-|$)/.test(url);
  return {
    left: () => count((url) => !isDead(url)),
    dead: (isCounted: (url: string) => boolean = () => true) => count((url) => isDead(url) && isCounted(url)),
  };
}
