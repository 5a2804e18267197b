import { PublishCommand } from "@aws-sdk/client-sns";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { cloudWatchAlarmSchema } from "../../../src/adapters/queue/cloudwatch-alarm.ts";
import { makeQueueHandler } from "../../../src/adapters/queue/queue-handler.ts";
import { makeSlackChat } from "../../../src/adapters/slack/slack-chat.ts";
import { makeSlackClient } from "../../../src/adapters/slack/slack-client.ts";
import { makeAnnounceAlarm } from "../../../src/app/announce/announce-alarm.ts";
import { givenSecret } from "../../../src/app/secrets/given-secret.ts";
import { makeDynamoDbAlarmHistory } from "../../../src/aws/dynamodb/alarm-history.ts";
import { makeDynamoDbAlarmDeliveryStore } from "../../../src/aws/dynamodb/delivery-store.ts";
import { type Notification, notificationOf } from "../../support/cloudwatch-notifications.ts";
import { startStrictSlack } from "../../support/strict-slack/start-strict-slack.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";
import { botToken, recordLog, signingSecret, textOf } from "./open-slack-door.ts";

const channel = "C0OPS";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/** A strict Slack with an operations channel, and the handler that brings alarms there. */
async function open() {
  const slack = await startStrictSlack({
    users: [],
    channels: [{ id: channel, name: "operations" }],
    signingSecret,
    botToken,
  });
  onTestFinished(() => slack.stop());
  const chat = makeSlackChat(
    makeSlackClient({ secret: givenSecret({ botToken }), apiUrl: slack.url, log: recordLog() }),
  );
  const announce = makeAnnounceAlarm({
    places: [{ surface: "slack", channel, chat }],
    history: makeDynamoDbAlarmHistory(bench.documents, bench.tables),
    deliveries: makeDynamoDbAlarmDeliveryStore(bench.documents, bench.tables),
    now: () => new Date(),
    leaseSeconds: 30,
    runbooksUrl: "https://git.acme.example/countersign",
  });
  const failures: unknown[] = [];
  const handler = makeQueueHandler(
    cloudWatchAlarmSchema.transform((change) => ({ requestId: undefined, change })),
    ({ change }) => announce(change),
    ({ error }) => failures.push(error),
  );
  const handle = async (bodies: readonly string[]) => {
    const event = { Records: bodies.map((body, index) => ({ body, messageId: `message-${index}` })) };
    return handler(event as SQSEvent, {} as never, () => {}) as Promise<SQSBatchResponse>;
  };
  return {
    slack,
    failures,
    handle,
    tell: (told: readonly Notification[]) => handle(told.map((one) => JSON.stringify(one))),
  };
}

test("what CloudWatch tells the topic arrives in the operations channel, with a link to the runbook", async () => {
  const desk = await open();
  const told = JSON.stringify(await notificationOf("alarm"));
  const TopicArn = bench.resolve({ Ref: "AlarmsTopic" });
  await bench.aws.clients.sns.send(new PublishCommand({ TopicArn, Message: told }));
  const QueueUrl = bench.resolve({ Ref: "NotifyOperationsQueue" });
  const { Messages = [] } = await bench.aws.clients.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }),
  );

  const answer = await desk.handle(Messages.map(({ Body = "" }) => Body));

  const [message, ...others] = desk.slack.messages(channel);
  const shown = textOf(message);
  expect(answer.batchItemFailures).toEqual([]);
  expect(others).toEqual([]);
  expect(shown).toContain("⛔ Rings");
  expect(shown).toContain("more than 5, in 24 h");
  expect(shown).toContain("<https://git.acme.example/countersign/docs/runbooks/many-expired.md|Runbook>");
  expect(desk.slack.failures()).toEqual([]);
});

test("when it is over, the message says so, and its thread", async () => {
  const desk = await open();
  const AlarmName = "countersign-backlog-prod";
  const NewStateReason = "Threshold Crossed: no datapoints were received";
  const over = { NewStateValue: "OK", StateChangeTime: "2026-11-27T03:22:12.345+0000", NewStateReason };

  await desk.tell([
    await notificationOf("alarm", { AlarmName }),
    await notificationOf("alarm", { AlarmName, ...over }),
  ]);

  const [top, line] = desk.slack.messages(channel);
  expect(textOf(top)).toContain("✅ OK again after 12 min");
  expect(desk.slack.thread(channel, top?.ts ?? "")).toHaveLength(2);
  expect(line?.text).toContain("✅ OK again after 12 min.");
  expect(desk.slack.failures()).toEqual([]);
});

test("a hostile alarm is text, and fits", async () => {
  const desk = await open();
  const evil = "<!channel> <https://evil.example|Runbook> *bold* \u202e";
  const told = await notificationOf("alarm", {
    AlarmName: `${evil}${"x".repeat(200)}`.slice(0, 255),
    AlarmDescription: `${evil}${"y".repeat(5000)}`,
    NewStateReason: `${evil}${"z".repeat(5000)}`,
    AWSAccountId: evil,
  });

  const { batchItemFailures } = await desk.tell([told]);

  const [message] = desk.slack.messages(channel);
  expect(batchItemFailures).toEqual([]);
  expect(message?.text).not.toContain("<!channel>");
  expect(JSON.stringify(message?.blocks)).not.toMatch(/"type":"mrkdwn","text":"[^"]*evil\.example\|/);
  expect(desk.slack.failures()).toEqual([]);
});

test("what is no alarm is handed back to the queue by itself, and the alarm beside it is told", async () => {
  const desk = await open();
  const alarm = await notificationOf("alarm", { AlarmName: "countersign-oldest-open-prod" });

  const answer = await desk.handle(['{"Type":"SubscriptionConfirmation"}', JSON.stringify(alarm), "no JSON"]);

  expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
    "message-0",
    "message-2",
  ]);
  expect(desk.slack.messages(channel)).toHaveLength(1);
});

test("an alarm for a channel without the bot comes back, until it is a dead letter", async () => {
  const desk = await open();
  desk.slack.fail({ method: "chat.postMessage", error: "not_in_channel" });

  const answer = await desk.tell([
    await notificationOf("alarm", { AlarmName: "countersign-cost-drift-prod" }),
  ]);

  expect(answer.batchItemFailures).toHaveLength(1);
  expect(String(desk.failures)).toContain("the operations channel C0OPS in slack cannot be reached");
  expect(desk.slack.messages(channel)).toEqual([]);
});
