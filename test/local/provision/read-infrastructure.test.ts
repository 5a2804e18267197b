import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readInfrastructure } from "../../../src/local/provision/read-infrastructure.ts";

const repository = join(import.meta.dirname, "../../..");
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "countersign-infrastructure-"));
  await cp(join(repository, "serverless.yml"), join(root, "serverless.yml"));
  await cp(join(repository, "infra"), join(root, "infra"), { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

async function replace(file: string, search: string, replacement: string) {
  const text = await readFile(join(root, file), "utf8");
  expect(text).toContain(search);
  await writeFile(join(root, file), text.replace(search, replacement));
}

test("every kind of event that starts a function is understood", async () => {
  const { functions } = await readInfrastructure({ stage: "test" });

  expect(functions.get("slack")?.events).toEqual([{ kind: "http", method: "POST", path: "/slack/events" }]);
  expect(functions.get("api")?.events).toEqual([
    { kind: "http", method: "POST", path: "/operations", authorizer: "aws_iam" },
    { kind: "http", method: "GET", path: "/operations/{request_id}", authorizer: "aws_iam" },
    { kind: "http", method: "ANY", path: "/iam/{proxy+}", authorizer: "aws_iam" },
    { kind: "http", method: "POST", path: "/approvals" },
    { kind: "http", method: "ANY", path: "/api/v1/{proxy+}" },
    { kind: "http", method: "GET", path: "/openapi.json" },
    { kind: "http", method: "GET", path: "/docs" },
    { kind: "http", method: "GET", path: "/health" },
    { kind: "http", method: "GET", path: "/ready" },
  ]);
  expect(functions.get("publish-events")?.events).toEqual([
    { kind: "stream", arn: { "Fn::GetAtt": ["AuditLogTable", "StreamArn"] }, batchSize: 100 },
  ]);
  expect(functions.get("dispatch")?.events).toEqual([
    { kind: "queue", arn: { "Fn::GetAtt": ["DispatchQueue", "Arn"] }, batchSize: 10 },
  ]);
  expect(functions.get("schedule")?.events).toEqual([{ kind: "schedule", everyMs: 60_000 }]);
  expect(functions.get("inventory")?.events).toEqual([{ kind: "schedule", everyMs: 900_000 }]);
});

test("only the functions that talk to Slack are told where its secret is", async () => {
  const { functions, secrets } = await readInfrastructure({ stage: "test" });

  const told = [...functions.values()].filter(({ environment }) => "SLACK_SECRET_ID" in environment);

  expect(told.map(({ name }) => name)).toEqual(["slack", "notify-slack", "notify-operations"]);
  expect(functions.get("slack")?.environment.SLACK_SECRET_ID).toEqual({ Ref: "SlackSecret" });
  expect(secrets.get("SlackSecret")).toEqual({ Name: "countersign/test/slack" });
});

test("an event that the local host cannot produce is refused", async () => {
  await replace("serverless.yml", "schedule: rate(1 minute)", "schedule: cron(0 12 * * ? *)");

  await expect(readInfrastructure({ stage: "test", root })).rejects.toThrow("events");
});

test.each([
  [
    "an authorizer of another type",
    "authorizer: { type: aws_iam }",
    "authorizer: { type: jwt, name: people }",
  ],
  ["an authorizer with more to it", "authorizer: { type: aws_iam }", "authorizer: { type: aws_iam, id: x }"],
  ["a route that is told at length and has no authorizer", "authorizer: { type: aws_iam }", "cors: true"],
  ["a path that goes on after everything", "/operations/{request_id}", "/operations/{proxy+}/more"],
])("%s is refused, as nothing local stands in for it", async (_what, search, replacement) => {
  await replace("serverless.yml", search, replacement);

  await expect(readInfrastructure({ stage: "test", root })).rejects.toThrow("events");
});

test("a resource that nothing local stands in for is refused", async () => {
  await replace("infra/tables.yml", "AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable");

  await expect(readInfrastructure({ stage: "test", root })).rejects.toThrow("Type");
});

test("a tag that is not understood is refused", async () => {
  await replace("infra/topics-and-queues.yml", "!Ref EventsTopic", "!ImportValue EventsTopic");

  await expect(readInfrastructure({ stage: "test", root })).rejects.toThrow("!ImportValue");
});
