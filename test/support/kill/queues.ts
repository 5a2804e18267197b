import { GetQueueAttributesCommand, ListQueuesCommand, type SQSClient } from "@aws-sdk/client-sqs";

const states = [
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

  /** How many there are in each, by the queues' names. */
  async function counts(isCounted: (url: string) => boolean): Promise<ReadonlyMap<string, number>> {
    listing ??= list();
    const urls = (await listing).filter(isCounted);
    return new Map(
      await Promise.all(
        urls.map(async (QueueUrl) => {
          const { Attributes = {} } = await client.send(
            new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...states] }),
          );
          const sum = states.reduce((before, name) => before + Number(Attributes[name]), 0);
          return [QueueUrl.replace(/^.*\//, ""), sum] as const;
        }),
      ),
    );
  }

  async function count(isCounted: (url: string) => boolean): Promise<number> {
    return [...(await counts(isCounted)).values()].reduce((sum, one) => sum + one, 0);
  }

  async function text(isCounted: (url: string) => boolean): Promise<string> {
    const filled = [...(await counts(isCounted))].filter(([, left]) => left > 0);
    return filled.map(([name, left]) => `${left} in ${name}`).join(", ") || "none";
  }

  const isDead = (url: string) => /-dead(-|$)/.test(url);
  return {
    left: () => count((url) => !isDead(url)),
    leftText: () => text((url) => !isDead(url)),
    /** As a sentence names them, with their queues: "none" where there are none. */
    deadText: (isCounted: (url: string) => boolean) => text((url) => isDead(url) && isCounted(url)),
    dead: () => count(isDead),
  };
}
