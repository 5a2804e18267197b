import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PublishCommand } from "@aws-sdk/client-sns";
import type { APIGatewayProxyHandlerV2, Context, DynamoDBStreamHandler, SQSHandler } from "aws-lambda";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { LambdaLoader } from "../../../src/local/host/invoke.ts";
import { type Host, type HostOptions, startHost } from "../../../src/local/host/start-host.ts";
import { type Provisioned, provision } from "../../../src/local/provision/provision.ts";
import { readInfrastructure } from "../../../src/local/provision/read-infrastructure.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../support/embedded-aws.ts";

const { functions, ...resources } = await readInfrastructure({ stage: "test" });
let aws: EmbeddedAws;
let provisioned: Provisioned;
const hosts: Host[] = [];

beforeAll(async () => {
  aws = await startEmbeddedAws();
  provisioned = await provision({ functions, ...resources }, aws.clients, { maxVisibilitySeconds: 2 });
});
afterAll(() => aws.stop());
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

async function start(handlers: Record<string, LambdaLoader>, options: Partial<HostOptions> = {}) {
  const errors: unknown[] = [];
  const host = await startHost({
    functions: new Map([...functions].filter(([name]) => name in handlers)),
    handlers,
    provisioned,
    clients: aws.clients,
    dataFolder: aws.folder,
    report: ({ error }) => errors.push(error),
    ...options,
  });
  hosts.push(host);
  return { host, errors };
}

const loaded =
  (handler: (event: never, context: Context, callback: () => void) => unknown): LambdaLoader =>
  async () => ({ handler: handler as (event: unknown) => unknown });

test("a request goes its whole way: gateway, table, stream, topic, queue", async () => {
  const dispatched: string[] = [];
  const slack: APIGatewayProxyHandlerV2 = async (event) => {
    const Item = { request_id: { S: event.body ?? "" }, sequence: { N: "1" } };
    const TableName = provisioned.resolve({ Ref: "AuditLogTable" });
    await aws.clients.dynamodb.send(new PutItemCommand({ TableName, Item }));
    return { statusCode: 200, body: "stored" };
  };
  const publishEvents: DynamoDBStreamHandler = async ({ Records }) => {
    const TopicArn = provisioned.resolveEnvironment("publish-events").EVENTS_TOPIC_ARN;
    for (const { dynamodb } of Records) {
      const Message = dynamodb?.NewImage?.request_id?.S;
      await aws.clients.sns.send(new PublishCommand({ TopicArn, Message }));
    }
  };
  const dispatch: SQSHandler = async ({ Records }) => {
    dispatched.push(...Records.map((record) => record.body));
  };
  const { host, errors } = await start({
    slack: loaded(slack),
    "publish-events": loaded(publishEvents),
    dispatch: loaded(dispatch),
  });

  const headers = { "content-type": "text/plain" };
  const answer = await fetch(`${host.url}/slack/events`, { method: "POST", headers, body: "req-1" });

  expect(await answer.text()).toBe("stored");
  await vi.waitFor(() => expect(dispatched).toEqual(["req-1"]));
  expect(errors).toEqual([]);
});

test("schedules can run faster than real time", async () => {
  let runs = 0;

  await start({ schedule: loaded(async () => (runs += 1)) }, { clockSpeed: 60_000 });

  await vi.waitFor(() => expect(runs).toBeGreaterThan(2));
});

test("a handler is told who it is and how long it has", async () => {
  const contexts: Context[] = [];

  await start({ inventory: loaded((_event: never, context: Context) => contexts.push(context)) });

  await vi.waitFor(() => expect(contexts).toHaveLength(1));
  expect(contexts[0]?.functionName).toBe("inventory");
  expect(contexts[0]?.getRemainingTimeInMillis()).toBeGreaterThan(100_000);
});

test("a handler that outlasts its function's timeout has failed", async () => {
  const slack = functions.get("slack");
  if (slack === undefined) throw new Error("no function slack");
  const impatient = new Map([["slack", { ...slack, timeoutSeconds: 0.05 }]]);
  const { host, errors } = await start(
    { slack: loaded(() => new Promise(() => {})) },
    { functions: impatient },
  );

  const answer = await fetch(`${host.url}/slack/events`, { method: "POST" });

  expect(answer.status).toBe(500);
  expect(errors).toEqual([new Error("slack timed out after 0.05 seconds")]);
});

test("a handler that calls back has failed, as on Lambda's Node 24", async () => {
  const slack = (_event: never, _context: Context, callback: () => void) => callback();
  const { host, errors } = await start({ slack: loaded(slack) });

  const answer = await fetch(`${host.url}/slack/events`, { method: "POST" });

  expect(answer.status).toBe(500);
  expect(String(errors[0])).toContain("no callbacks");
});

test("a function without a handler keeps the host from starting", async () => {
  await expect(start({}, { functions })).rejects.toThrow("No handler is given for the function slack");
});

test("a function that no event starts needs none, as an option's gateway alone would ask it", async () => {
  const asked = [...functions].filter(([, { events }]) => events.length === 0);

  const { errors } = await start({}, { functions: new Map(asked) });

  expect(asked.map(([name]) => name)).toEqual(["authorize-origin"]);
  expect(errors).toEqual([]);
});

test("stopping does not wait for ever for a handler that hangs", async () => {
  let started = false;
  const hanging = loaded(() => {
    started = true;
    return new Promise(() => {});
  });
  const { host } = await start({ schedule: hanging }, { graceMs: 50 });
  await vi.waitFor(() => expect(started).toBe(true));

  await expect(host.stop()).resolves.toBeUndefined();
});
