import { DescribeTableCommand, DescribeTimeToLiveCommand, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListSubscriptionsCommand, PublishCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, ListQueuesCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Provisioned, provision } from "../../../src/local/provision/provision.ts";
import { readInfrastructure } from "../../../src/local/provision/read-infrastructure.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../support/embedded-aws.ts";

const infrastructure = await readInfrastructure({ stage: "test" });
let aws: EmbeddedAws;
let provisioned: Provisioned;

beforeAll(async () => {
  aws = await startEmbeddedAws();
  provisioned = await provision(infrastructure, aws.clients, { maxVisibilitySeconds: 5 });
});
afterAll(() => aws.stop());

const ref = (logicalId: string) => provisioned.resolve({ Ref: logicalId });
const getAtt = (logicalId: string, attribute: string) =>
  provisioned.resolve({ "Fn::GetAtt": [logicalId, attribute] });

async function attributesOf(logicalId: string) {
  const command = new GetQueueAttributesCommand({ QueueUrl: ref(logicalId), AttributeNames: ["All"] });
  return (await aws.clients.sqs.send(command)).Attributes ?? {};
}

async function everything() {
  const { clients } = aws;
  return {
    tables: (await clients.dynamodb.send(new ListTablesCommand({}))).TableNames,
    queues: (await clients.sqs.send(new ListQueuesCommand({}))).QueueUrls,
    subscriptions: (await clients.sns.send(new ListSubscriptionsCommand({}))).Subscriptions,
    stream: getAtt("AuditLogTable", "StreamArn"),
  };
}

describe("tables", () => {
  test("every table of the infrastructure files exists under its own name", async () => {
    const { TableNames } = await aws.clients.dynamodb.send(new ListTablesCommand({}));

    expect(TableNames?.sort()).toEqual([
      "question-reviews-test",
      "rds-api-keys-test",
      "rds-approval-tokens-test",
      "rds-approvals-test",
      "rds-audit-log-test",
      "rds-deliveries-test",
      "rds-inventory-test",
      "rds-webhook-deliveries-test",
      "rds-webhooks-test",
    ]);
  });

  test("keys and indexes are those of the files", async () => {
    const TableName = ref("ApprovalsTable");

    const { Table } = await aws.clients.dynamodb.send(new DescribeTableCommand({ TableName }));

    expect(Table?.KeySchema).toEqual([{ AttributeName: "request_id", KeyType: "HASH" }]);
    const indexes = Object.fromEntries(
      (Table?.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName ?? "", index] as const),
    );
    expect(indexes["status-index"]?.KeySchema?.map((key) => key.AttributeName)).toEqual([
      "tenant_status",
      "requested_at",
    ]);
    expect(indexes["requester-index"]?.Projection?.NonKeyAttributes).not.toContain("tenant_requester");
    expect(indexes["due-index"]?.Projection?.ProjectionType).toBe("KEYS_ONLY");
  });

  test("entries of the audit log are streamed and end by themselves", async () => {
    const TableName = ref("AuditLogTable");

    const { Table } = await aws.clients.dynamodb.send(new DescribeTableCommand({ TableName }));
    const life = await aws.clients.dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));

    expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: "NEW_IMAGE" });
    expect(getAtt("AuditLogTable", "StreamArn")).toBe(Table?.LatestStreamArn);
    expect(life.TimeToLiveDescription?.AttributeName).toBe("expires_on");
  });
});

describe("queues and topics", () => {
  test("a queue hands what keeps failing to its dead-letter queue", async () => {
    const attributes = await attributesOf("NotifySlackQueue");

    expect(JSON.parse(attributes.RedrivePolicy ?? "")).toEqual({
      deadLetterTargetArn: getAtt("NotifySlackDeadLetters", "Arn"),
      maxReceiveCount: 20,
    });
  });

  test("visibility timeouts are capped, retention is not", async () => {
    const queue = await attributesOf("RunOperationQueue");
    const deadLetters = await attributesOf("RunOperationDeadLetters");

    expect(queue.VisibilityTimeout).toBe("5");
    expect(deadLetters.MessageRetentionPeriod).toBe("1209600");
  });

  test("what is published reaches the subscribed queues as it was sent", async () => {
    await aws.clients.sns.send(new PublishCommand({ TopicArn: ref("EventsTopic"), Message: "an event" }));

    const bodies = await Promise.all(
      ["NotifySlackQueue", "DispatchQueue"].map(async (logicalId) => {
        const command = new ReceiveMessageCommand({ QueueUrl: ref(logicalId), WaitTimeSeconds: 5 });
        return (await aws.clients.sqs.send(command)).Messages?.map((message) => message.Body);
      }),
    );

    expect(bodies).toEqual([["an event"], ["an event"]]);
  });

  test("a filter of the message's body lets through what it names, and nothing else", async () => {
    const events = ["preflight-read", "created", "progressed", "preflight-asked"];
    for (const kind of events) {
      const Message = JSON.stringify({ request_id: "req-0123456789", sequence: 1, kind });
      await aws.clients.sns.send(new PublishCommand({ TopicArn: ref("EventsTopic"), Message }));
    }

    const QueueUrl = ref("RefreshPreflightQueue");
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 });
    const { Messages = [] } = await aws.clients.sqs.send(receive);

    const kinds = Messages.map(({ Body = "" }) => JSON.parse(Body).kind);
    expect(kinds.toSorted()).toEqual(["created", "preflight-asked"]);
  });

  test("a queue is found by its ARN", () => {
    expect(provisioned.queueUrlOf(getAtt("DispatchQueue", "Arn"))).toBe(ref("DispatchQueue"));
    expect(() => provisioned.queueUrlOf("arn:aws:sqs:nowhere")).toThrow("No queue has the ARN");
  });
});

describe("environments", () => {
  test("references become names and addresses, that of a secret its name", () => {
    const environment = provisioned.resolveEnvironment("slack");

    expect(environment).toMatchObject({
      STAGE: "test",
      TENANT: "default",
      EVENTS_TOPIC_ARN: ref("EventsTopic"),
      RUN_QUEUE_URL: ref("RunOperationQueue"),
      POLICY_FILE: "infra/policy.yaml",
    });
    expect(environment.SLACK_SECRET_ID).toBe("countersign/test/slack");
  });

  test("an unknown function, resource or attribute is an error", () => {
    expect(() => provisioned.resolveEnvironment("nobody")).toThrow("no function nobody");
    expect(() => ref("Nothing")).toThrow("no Nothing");
    expect(() => getAtt("ApprovalsTable", "StreamArn")).toThrow("no ApprovalsTable.StreamArn");
  });
});

describe("a second run", () => {
  test("changes nothing", async () => {
    const before = await everything();

    const again = await provision(infrastructure, aws.clients, { maxVisibilitySeconds: 5 });

    expect(await everything()).toEqual(before);
    expect(again.resolveEnvironment("slack")).toEqual(provisioned.resolveEnvironment("slack"));
  });

  test("brings the attributes of queues up to date", async () => {
    await provision(infrastructure, aws.clients, { maxVisibilitySeconds: 7 });

    const attributes = await attributesOf("DispatchQueue");

    expect(attributes.VisibilityTimeout).toBe("7");
  });

  test("refuses a table with other indexes than the files have", async () => {
    const [[logicalId, approvals] = []] = [...infrastructure.tables];
    if (logicalId === undefined || approvals === undefined) throw new Error("no tables");
    const indexes = approvals.GlobalSecondaryIndexes?.slice(1);
    const tables = new Map([[logicalId, { ...approvals, GlobalSecondaryIndexes: indexes }]]);

    const outcome = provision({ ...infrastructure, tables }, aws.clients);

    await expect(outcome).rejects.toThrow("start with an empty data folder");
  });
});
