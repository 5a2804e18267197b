import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { runStepSchema } from "../../../src/app/ports/run-queue.ts";
import { makeSqsClient, makeSqsRunQueue } from "../../../src/aws/sqs/run-queue.ts";
import { newId } from "../dynamodb/sample-requests.ts";
import { startFaultProxy } from "../fault-proxy.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;

beforeAll(async () => {
  aws = await startProvisionedAws();
});

afterAll(() => aws.stop());

async function queue(name: string, endpoint = aws.endpoints.sqs) {
  const { QueueUrl = "" } = await aws.clients.sqs.send(new CreateQueueCommand({ QueueName: name }));
  const client = makeSqsClient({ ...aws.access, endpoint });
  onTestFinished(() => client.destroy());
  return { runs: makeSqsRunQueue(client, QueueUrl), url: QueueUrl };
}

test("a step arrives as it was sent", async () => {
  const { runs, url } = await queue("arrives");
  const step = { requestId: newId(), step: 3 };

  await runs.send(step, 0);

  const { Messages = [] } = await aws.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl: url }));
  expect(Messages.map(({ Body = "" }) => runStepSchema.parse(JSON.parse(Body)))).toEqual([step]);
});

test("a delayed step waits in the queue", async () => {
  const { runs, url } = await queue("waits");

  await runs.send({ requestId: newId(), step: 1 }, 900);

  const { Messages = [] } = await aws.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl: url }));
  const { Attributes } = await aws.clients.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ["ApproximateNumberOfMessagesDelayed"],
    }),
  );
  expect(Messages).toEqual([]);
  expect(Attributes?.ApproximateNumberOfMessagesDelayed).toBe("1");
});

test("a queue that is never reached is a gateway error", async () => {
  const proxy = await startFaultProxy(aws.endpoints.sqs, () => ({ kind: "lose-answer" }));
  const { runs } = await queue("unreached", proxy.url);

  await expect(runs.send({ requestId: newId(), step: 0 }, 0)).rejects.toThrow(GatewayError);
});
