import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { GetSendQuotaCommand, SESClient } from "@aws-sdk/client-ses";
import { GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, onTestFinished, test } from "vitest";
import type { Service } from "../support/faults/call-kind.ts";
import type { Fault } from "../support/faults/fault.ts";
import { makeFaultPlan } from "../support/faults/fault-plan.ts";
import { startFaultProxy } from "../support/faults/start-fault-proxy.ts";

/** An endpoint that answers everything with nothing, and how often it was asked. */
async function openBehind(service: Service, fault: Fault) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume().once("end", () => response.writeHead(200, { "content-type": "text/xml" }).end("{}"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const proxy = await startFaultProxy({ service, target, fateOf: () => fault, onDone: () => {} });
  onTestFinished(async () => {
    await proxy.stop();
    server.closeAllConnections();
    server.close();
  });
  const credentials = { accessKeyId: "embedded", secretAccessKey: "embedded" };
  const options = { endpoint: proxy.url, region: "eu-central-1", credentials, maxAttempts: 1 };
  return { options, asked: () => asked };
}

type Options = Awaited<ReturnType<typeof openBehind>>["options"];

const calls: readonly (readonly [Service, string, (options: Options) => Promise<unknown>])[] = [
  [
    "dynamodb",
    "ProvisionedThroughputExceededException",
    (options) =>
      new DynamoDBClient(options).send(new GetItemCommand({ TableName: "t", Key: { k: { S: "1" } } })),
  ],
  [
    "messaging",
    "RequestThrottled",
    (options) => new SQSClient(options).send(new GetQueueUrlCommand({ QueueName: "q" })),
  ],
  ["rds", "RequestLimitExceeded", (options) => new RDSClient(options).send(new DescribeDBInstancesCommand())],
  ["ses", "Throttling", (options) => new SESClient(options).send(new GetSendQuotaCommand())],
  ["sts", "Throttling", (options) => new STSClient(options).send(new GetCallerIdentityCommand())],
];

test.each(calls)(
  "the SDK reads the proxy's throttling at %s as %s, and nothing is done",
  async (service, name, call) => {
    const { options, asked } = await openBehind(service, "throttle");

    const error = await call(options).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name, message: "planned" });
    expect(asked()).toBe(0);
  },
);

test.each([
  ["drop-before", 0],
  ["fail-before", 0],
  ["drop-after", 1],
  ["fail-after", 1],
  ["delay", 1],
  ["double", 2],
] as const)("a call that meets %s arrives %i times", async (fault, times) => {
  const { options, asked } = await openBehind("dynamodb", fault);

  const outcome = await new DynamoDBClient(options)
    .send(new GetItemCommand({ TableName: "t", Key: { k: { S: "1" } } }))
    .catch(() => "failed");

  expect(asked()).toBe(times);
  expect(outcome === "failed").toBe(!["delay", "double"].includes(fault));
});

test("a whole plan has every kind of call meet every fault, each until the client gives up, with a rest between", () => {
  const plan = makeFaultPlan(1, { isWhole: true });

  const fates = Array.from({ length: 60 }, () => plan.next("kms Sign"));

  expect(plan.left()).toEqual([]);
  expect(new Set(plan.met().get("kms Sign")).size).toBe(7);
  expect(fates.filter((fate) => fate === undefined).length).toBeGreaterThan(7);
});
