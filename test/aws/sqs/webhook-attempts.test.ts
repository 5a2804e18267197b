import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { webhookAttemptSchema } from "../../../src/app/ports/webhook-attempts.ts";
import { makeSqsClient } from "../../../src/aws/sqs/run-queue.ts";
import { makeSqsWebhookAttempts } from "../../../src/aws/sqs/webhook-attempts.ts";
import { newWebhookId } from "../../../src/chance/new-webhook-id.ts";
import { newId } from "../dynamodb/sample-requests.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;
beforeAll(async () => {
  aws = await startProvisionedAws();
});
afterAll(() => aws.stop());

async function openQueues(name: string) {
  const makeQueue = async (QueueName: string) =>
    (await aws.clients.sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? "";
  const [queueUrl, deadUrl] = [await makeQueue(name), await makeQueue(`${name}-dead`)];
  const client = makeSqsClient({ ...aws.access, endpoint: aws.endpoints.sqs });
  onTestFinished(() => client.destroy());
  const messagesIn = async (QueueUrl: string) => {
    const { Messages = [] } = await aws.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    return Messages.map(({ Body = "" }) => webhookAttemptSchema.parse(JSON.parse(Body)));
  };
  return {
    attempts: makeSqsWebhookAttempts(client, { queueUrl, deadLettersUrl: () => deadUrl }),
    waiting: () => messagesIn(queueUrl),
    dead: () => messagesIn(deadUrl),
  };
}

test("an attempt arrives as it was sent, and a delayed one waits", async () => {
  const { attempts, waiting } = await openQueues("arrives");
  const attempt = { requestId: newId(), webhookId: newWebhookId(), sequence: 2, attempt: 4 };

  await attempts.send(attempt, 0);
  await attempts.send({ ...attempt, sequence: 3 }, 900);

  expect(await waiting()).toEqual([attempt]);
});

test("a dead letter says that whoever redrives it wants it tried again", async () => {
  const { attempts, dead } = await openQueues("buries");
  const given = { requestId: newId(), webhookId: newWebhookId(), sequence: 2 };

  await attempts.bury(given);

  expect(await dead()).toEqual([{ ...given, attempt: 0, revives: true }]);
});
