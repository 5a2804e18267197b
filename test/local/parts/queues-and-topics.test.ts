import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { startQueuesAndTopics } from "../../../src/local/parts/queues-and-topics.ts";
import { awsClientConfig } from "./aws-client-config.ts";
import { occupyPort } from "./busy-port.ts";
import { makeTempFolder } from "./temp-folder.ts";

function clientsOf(url: string) {
  const sqs = new SQSClient({ ...awsClientConfig(url), useQueueUrlAsEndpoint: false });
  const sns = new SNSClient(awsClientConfig(url));
  onTestFinished(() => {
    sqs.destroy();
    sns.destroy();
  });
  return { sqs, sns };
}

async function start(dataDir: string, port = 0) {
  const part = await startQueuesAndTopics({ dataDir, port });
  onTestFinished(() => part.stop());
  return part;
}

test("a message published to a topic arrives in the queue that subscribed", async () => {
  const part = await start(await makeTempFolder());
  const { sqs, sns } = clientsOf(part.url);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "q" }));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "t" }));
  const Endpoint = "arn:aws:sqs:eu-central-1:000000000000:q";
  await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint, Attributes: { RawMessageDelivery: "true" } }),
  );

  await sns.send(new PublishCommand({ TopicArn, Message: "hello" }));

  const received = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  expect(received.Messages?.map(({ Body }) => Body)).toEqual(["hello"]);
});

test("queues keep their messages over a restart, even on another port", async () => {
  const dataDir = await makeTempFolder();
  const first = await start(dataDir);
  const before = clientsOf(first.url).sqs;
  const { QueueUrl: url } = await before.send(new CreateQueueCommand({ QueueName: "q" }));
  await before.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "kept" }));
  await first.stop();

  const second = await start(dataDir);

  const after = clientsOf(second.url).sqs;
  const { QueueUrl } = await after.send(new GetQueueUrlCommand({ QueueName: "q" }));
  const received = await after.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  expect(received.Messages?.map(({ Body }) => Body)).toEqual(["kept"]);
});

test("the next port is taken when the preferred one is busy", async () => {
  const busy = await occupyPort("127.0.0.1");

  const part = await start(await makeTempFolder(), busy);

  expect(Number(new URL(part.url).port)).toBeGreaterThan(busy);
});

test("after stop nothing answers any more", async () => {
  const part = await start(await makeTempFolder());

  await part.stop();

  await expect(fetch(part.url)).rejects.toThrow();
});
