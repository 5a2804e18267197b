import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { type EventNotice, eventNoticeSchema } from "../../../src/app/ports/event-publisher.ts";
import { makeSnsClient, makeSnsEventPublisher } from "../../../src/aws/sns/event-publisher.ts";
import { newId } from "../dynamodb/sample-requests.ts";
import { type Fate, startFaultProxy } from "../fault-proxy.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;

beforeAll(async () => {
  aws = await startProvisionedAws();
});

afterAll(() => aws.stop());

function publisher(topicArn: string, endpoint = aws.endpoints.sns) {
  const client = makeSnsClient({ ...aws.access, endpoint });
  onTestFinished(() => client.destroy());
  return makeSnsEventPublisher(client, topicArn);
}

async function subscribedTopic(name: string) {
  const { TopicArn = "" } = await aws.clients.sns.send(new CreateTopicCommand({ Name: name }));
  const { QueueUrl } = await aws.clients.sqs.send(new CreateQueueCommand({ QueueName: name }));
  await aws.clients.sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint: TopicArn.replace(":sns:", ":sqs:"),
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  return { topicArn: TopicArn, receive: () => receiveAll(QueueUrl) };
}

async function receiveAll(QueueUrl: string | undefined): Promise<readonly string[]> {
  const bodies: string[] = [];
  for (;;) {
    const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 });
    const { Messages = [] } = await aws.clients.sqs.send(command);
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = "" }) => Body));
  }
}

function notices(count: number): readonly EventNotice[] {
  const requestId = newId();
  return Array.from({ length: count }, (_, index) => ({
    requestId,
    sequence: index + 1,
    kind: "progressed",
  }));
}

function batchAnswer(failed: readonly string[]): Fate {
  const members = failed.map(
    (id) =>
      `<member><Id>${id}</Id><Code>InternalError</Code><Message>m</Message><SenderFault>false</SenderFault></member>`,
  );
  const result = `<PublishBatchResult><Successful/><Failed>${members.join("")}</Failed></PublishBatchResult>`;
  const body = `<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${result}</PublishBatchResponse>`;
  return { kind: "answer", status: 200, body, type: "text/xml" };
}

test("twenty-five notices reach a subscribed queue, each with nothing but its event's address", async () => {
  const { topicArn, receive } = await subscribedTopic("twenty-five");
  const sent = notices(25);

  const failed = await publisher(topicArn).publish(sent);

  const bodies = (await receive()).map((body) => JSON.parse(body));
  const received = bodies.map((body) => eventNoticeSchema.parse(body));
  expect(failed).toEqual([]);
  expect(received.toSorted((one, other) => one.sequence - other.sequence)).toEqual(sent);
  expect(new Set(bodies.flatMap((body) => Object.keys(body)))).toEqual(
    new Set(["request_id", "sequence", "kind"]),
  );
});

test("no notices need no call", async () => {
  expect(await publisher("arn:aws:sns:eu-central-1:123456789012:none").publish([])).toEqual([]);
});

test("the notices that SNS fails to take are given back, those very ones", async () => {
  let batch = 0;
  const proxy = await startFaultProxy(aws.endpoints.sns, () => {
    batch += 1;
    return batchAnswer(batch === 1 ? ["3", "7"] : ["0"]);
  });
  const sent = notices(12);

  const failed = await publisher("arn:aws:sns:eu-central-1:123456789012:t", proxy.url).publish(sent);

  expect(failed.map((notice) => sent.indexOf(notice))).toEqual([3, 7, 10]);
});

test("a topic that is never reached is a gateway error", async () => {
  const proxy = await startFaultProxy(aws.endpoints.sns, () => ({ kind: "lose-answer" }));

  const publishing = publisher("arn:aws:sns:eu-central-1:123456789012:t", proxy.url).publish(notices(1));

  await expect(publishing).rejects.toThrow(GatewayError);
});
