import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeLogScanner } from "../support/log-scanner.ts";
import { startWorkflowBench, type WorkflowBench } from "../support/workflow-desk.ts";
import { attack, patienceMs } from "./support/attack.ts";
import { openQueuesDoor, type QueueName } from "./support/open-queues-door.ts";
import { queueSamples } from "./support/queue-samples.ts";
import { spoilt } from "./support/spoilt.ts";
import { standingOf } from "./support/standing.ts";

const snsToken =
  "2336412f37fb687f5d51e6e241d09c805a5a57b30d712f794cc5f6a988666d92768dd60a747ba6f3beb71854e285d6ad02428b09ceece";
const taskToken = "AQCEAAAAKgAAAAMAAAAAAAAAAV1Y-a-token-of-a-task-that-somebody-waits-for";

let bench: WorkflowBench;
let trap: Awaited<ReturnType<typeof startTrap>>;
beforeAll(async () => {
  [bench, trap] = await Promise.all([startWorkflowBench(), startTrap()]);
});
afterAll(() => Promise.all([bench.stop(), trap.stop()]));

/** What stands behind every address in the envelopes, and hears of whoever follows one. */
async function startTrap() {
  const followed: string[] = [];
  const server = createServer((request, response) => {
    followed.push(request.url ?? "");
    response.end("<ConfirmSubscriptionResponse/>");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    followed,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.close();
      await once(server, "close");
    },
  };
}

/** As SNS writes them: https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
function envelopesOf(message: string) {
  const address = (action: string) => `${trap.url}/?Action=${action}&TopicArn=arn&Token=${snsToken}`;
  const signed = {
    MessageId: "165545c9-2a5c-472c-8df2-7ff2be2b3b1b",
    TopicArn: "arn:aws:sns:eu-central-1:999999999999:somebody-elses-topic",
    Message: message,
    Timestamp: "2026-11-27T17:20:00.000Z",
    SignatureVersion: "1",
    Signature:
      "EXAMPLEpH+DcEwjAPg8O9mY8dReBSwksfg2S7WKQcikcNKWLQjwu6A4VbeS0QHVCkhRS7fUQvi2egU3N858fiTDN6bkkOxYDVrY0Ad8L",
    SigningCertURL: `${trap.url}/SimpleNotificationService.pem`,
  };
  return [
    {
      Type: "SubscriptionConfirmation",
      ...signed,
      Token: snsToken,
      SubscribeURL: address("ConfirmSubscription"),
    },
    {
      Type: "UnsubscribeConfirmation",
      ...signed,
      Token: snsToken,
      SubscribeURL: address("ConfirmSubscription"),
    },
    { Type: "Notification", ...signed, Subject: "Alarm", UnsubscribeURL: address("Unsubscribe") },
  ];
}

test(
  "1,000 forged envelopes: no queue takes one for a message, follows an address in it, or changes anything",
  async () => {
    const scanner = makeLogScanner();
    scanner.watch("a task's token", taskToken);
    scanner.watch("the token of a subscription", snsToken);
    const door = await openQueuesDoor(bench, scanner);
    const request = await door.desk.ask();
    await door.announce(request.id);
    const samples = await queueSamples(request, taskToken);
    const names = fc.constantFrom(...(Object.keys(door.queues) as QueueName[]));
    const forged = fc.constantFrom(...samples).chain(({ queue: own, value }) => {
      const envelopes = envelopesOf(JSON.stringify(value));
      // What a message of the queue's own would have to look like, with an envelope's fields around it.
      const mixed = envelopes.map((envelope) => ({ ...envelope, ...(value as object) }));
      return fc.oneof(
        fc.record({ queue: names, value: fc.constantFrom(...envelopes) }),
        fc.record({ queue: names, value: spoilt(envelopes) }),
        fc.record({ queue: fc.constant(own), value: fc.constantFrom(...mixed) }),
      );
    });
    const before = await standingOf(bench);
    const posted = door.chat.calls.length;

    await attack<{ queue: QueueName; value: unknown }, readonly string[]>({
      inputs: forged,
      runs: 1000,
      send: ({ queue, value }) => door.queues[queue].deliver(JSON.stringify(value)),
      complaint: (failed, { queue, value }) => {
        const isReadable = door.queues[queue].isReadable(JSON.stringify(value));
        if (isReadable && isWholeEnvelope(value)) return "an envelope was taken for a message";
        return isReadable === (failed.length === 0) ? undefined : "it is neither done nor to come again";
      },
    });

    expect(trap.followed).toEqual([]);
    expect(await standingOf(bench)).toEqual(before);
    expect(await door.desk.rds.changingCalls()).toEqual([]);
    expect(door.chat.calls).toHaveLength(posted);
    expect(scanner.leaks()).toEqual([]);
  },
  patienceMs,
);

/** With what it brings still inside, and nothing of it beside. */
function isWholeEnvelope(value: unknown): boolean {
  return typeof value === "object" && value !== null && "Message" in value && !hasMessageFields(value);
}

function hasMessageFields(value: object): boolean {
  return ["request_id", "task_token", "eventType", "kind", "AlarmName"].some((field) => field in value);
}
