import { ChangeMessageVisibilityCommand, ListQueuesCommand } from "@aws-sdk/client-sqs";
import type { EmbeddedAws } from "../embedded-aws.ts";

/** Counts what is left in the queues: waiting, delayed or being handled. The queues are those that there are at the first count. */
export function watchQueues({ clients, inspectQueue }: Pick<EmbeddedAws, "clients" | "inspectQueue">) {
  let listing: Promise<readonly string[]> | undefined;

  async function list(): Promise<readonly string[]> {
    const { QueueUrls = [] } = await clients.sqs.send(new ListQueuesCommand({}));
    return QueueUrls.map(nameIn);
  }

  /** How many there are in each, by the queues' names. */
  async function counts(isCounted: (name: string) => boolean): Promise<ReadonlyMap<string, number>> {
    listing ??= list();
    return new Map((await listing).filter(isCounted).map((name) => [name, countIn(name)]));
  }

  function countIn(name: string): number {
    const { ready = [], delayed = [], inflight = [] } = inspectQueue(name)?.messages ?? {};
    return ready.length + delayed.length + inflight.length;
  }

  async function count(isCounted: (name: string) => boolean): Promise<number> {
    return [...(await counts(isCounted)).values()].reduce((sum, one) => sum + one, 0);
  }

  async function text(isCounted: (name: string) => boolean): Promise<string> {
    const filled = [...(await counts(isCounted))].filter(([, left]) => left > 0);
    return filled.map(([name, left]) => `${left} in ${name}`).join(", ") || "none";
  }

  /** Shows again what a process was handling that is dead, as the queue does in time by itself. */
  async function showAgain(): Promise<void> {
    const command = new ListQueuesCommand({});
    for (const QueueUrl of (await clients.sqs.send(command)).QueueUrls ?? []) {
      const { inflight = [] } = inspectQueue(nameIn(QueueUrl))?.messages ?? {};
      for (const { receiptHandle: ReceiptHandle } of inflight) {
        const shown = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
        await clients.sqs.send(shown);
      }
    }
  }

  const isDead = (name: string) => /-dead(-|$)/.test(name);
  return {
    showAgain,
    left: () => count((name) => !isDead(name)),
    leftText: () => text((name) => !isDead(name)),
    /** As a sentence names them, with their queues: "none" where there are none. */
    deadText: (isCounted: (name: string) => boolean = () => true) =>
      text((name) => isDead(name) && isCounted(name)),
  };
}

function nameIn(url: string): string {
  return url.replace(/^.*\//, "");
}
