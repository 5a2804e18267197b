import { beforeAll, describe, expect, test } from "vitest";
import type { Resource } from "./package-service.ts";
import { packagedOnce } from "./packaged-once.ts";
import { asList, refsIn, type Template } from "./template.ts";

let template: Template;
beforeAll(async () => {
  template = await packagedOnce("plain");
}, 180_000);

const fourteenDays = 1_209_600;

const one = (logicalId: string | undefined): Resource => {
  const found = template.resources[logicalId ?? ""];
  if (!found) throw new Error(`the template has no ${logicalId}`);
  return found;
};
const firstRefIn = (value: unknown) => refsIn(value)[0];
const queueMappings = () =>
  template
    .ofType("AWS::Lambda::EventSourceMapping")
    .map(([, { Properties }]) => ({
      properties: Properties,
      queue: one(firstRefIn(Properties.EventSourceArn)),
      consumer: one(firstRefIn(Properties.FunctionName)),
    }))
    .filter(({ queue }) => queue.Type === "AWS::SQS::Queue");

/** Every queue that something is set aside in: by a queue, a topic, a stream, or a function that was started asynchronously. */
function deadLetterQueues(): ReadonlySet<string> {
  const settingAside = [
    ...template.ofType("AWS::SQS::Queue").map(([, { Properties }]) => Properties.RedrivePolicy),
    ...template.ofType("AWS::SNS::Subscription").map(([, { Properties }]) => Properties.RedrivePolicy),
    ...["AWS::Lambda::EventSourceMapping", "AWS::Lambda::EventInvokeConfig"].flatMap((type) =>
      template.ofType(type).map(([, { Properties }]) => Properties.DestinationConfig),
    ),
  ];
  return new Set(settingAside.flatMap(refsIn));
}

/** What starts a function: the types of its events in the template. */
function startersOf(functionId: string): readonly string[] {
  return Object.values(template.resources)
    .filter(({ Type, Properties }) => {
      if (Type === "AWS::Lambda::EventSourceMapping")
        return firstRefIn(Properties.FunctionName) === functionId;
      if (Type === "AWS::Events::Rule") return refsIn(Properties.Targets).includes(functionId);
      return (
        Type === "AWS::ApiGatewayV2::Integration" && refsIn(Properties.IntegrationUri).includes(functionId)
      );
    })
    .map(({ Type }) => Type);
}

describe("dead letters", () => {
  test("every queue has dead letters, or holds them", () => {
    const holders = deadLetterQueues();

    for (const [logicalId, { Properties }] of template.ofType("AWS::SQS::Queue")) {
      const [ownHolder] = refsIn(Properties.RedrivePolicy);
      expect([logicalId, holders.has(logicalId) || ownHolder !== undefined]).toEqual([logicalId, true]);
    }
  });

  test("a queue of dead letters is its own, of the queue's kind", () => {
    const holders = template
      .ofType("AWS::SQS::Queue")
      .flatMap(([, { Properties }]) =>
        refsIn(Properties.RedrivePolicy).map((id) => [Properties, id] as const),
      );

    expect(new Set(holders.map(([, id]) => id)).size).toBe(holders.length);
    for (const [{ FifoQueue }, id] of holders) expect(one(id).Properties.FifoQueue, id).toBe(FifoQueue);
  });

  test("every function that nobody waits for sets aside what it cannot do, and may do so", () => {
    for (const [functionId, { Properties }] of template.ofType("AWS::Lambda::Function")) {
      for (const type of startersOf(functionId).filter((type) => type === "AWS::Events::Rule")) {
        const config = template
          .ofType("AWS::Lambda::EventInvokeConfig")
          .find(
            ([, invocation]) => firstRefIn(invocation.Properties.FunctionName) === functionId,
          )?.[1].Properties;
        expect(config, `${functionId}, started by ${type}`).toMatchObject({
          MaximumRetryAttempts: expect.any(Number),
          MaximumEventAgeInSeconds: expect.any(Number),
          DestinationConfig: { OnFailure: { Destination: expect.anything() } },
        });
        const [holder] = refsIn(config.DestinationConfig);
        const [role] = refsIn(Properties.Role);
        expect(mayWith(role, "sqs:SendMessage"), functionId).toContain(holder);
      }
    }
  });

  test("whoever takes from the stream goes on after a poisoned record, which is set aside", () => {
    const [[, mapping] = []] = template
      .ofType("AWS::Lambda::EventSourceMapping")
      .filter(([, { Properties }]) => refsIn(Properties.EventSourceArn)[0] === "AuditLogTable");

    expect(mapping?.Properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 100,
      ParallelizationFactor: 1,
      DestinationConfig: {
        OnFailure: { Destination: { "Fn::GetAtt": ["PublishEventsDeadLetters", "Arn"] } },
      },
    });
    expect(mayWith("PublishEventsRole", "sqs:SendMessage")).toEqual(["PublishEventsDeadLetters"]);
  });

  test("what a topic cannot hand over goes to the dead letters of the queue that it is for, which let it", () => {
    const toQueues = template
      .ofType("AWS::SNS::Subscription")
      .filter(([, { Properties }]) => Properties.Protocol === "sqs");

    for (const [logicalId, { Properties }] of toQueues) {
      const [queue] = refsIn(Properties.Endpoint);
      const [holder] = refsIn(Properties.RedrivePolicy);
      const letting = template.statements.filter(
        ({ Effect, Resource }) => Effect === "Allow" && refsIn(Resource)[0] === holder,
      );

      expect(holder, logicalId).toBe(firstRefIn(one(queue).Properties.RedrivePolicy));
      expect(letting, logicalId).toMatchObject([
        {
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Condition: { ArnEquals: { "aws:SourceArn": Properties.TopicArn } },
        },
      ]);
    }
  });

  /** The resources that a role may do something with. */
  function mayWith(role: string | undefined, action: string): readonly string[] {
    return template.statements
      .filter((statement) => statement.in === role && asList(statement.Action).includes(action))
      .flatMap(({ Resource }) => refsIn(Resource));
  }
});

describe("batches", () => {
  test("are answered record by record, on every road", () => {
    const mappings = template.ofType("AWS::Lambda::EventSourceMapping");

    expect(mappings.length).toBeGreaterThan(12);
    for (const [logicalId, { Properties }] of mappings) {
      expect(Properties.FunctionResponseTypes, logicalId).toEqual(["ReportBatchItemFailures"]);
    }
  });

  test("are taken by so many at a time, within what is reserved for their function", () => {
    for (const { properties, consumer } of queueMappings()) {
      const most = properties.ScalingConfig?.MaximumConcurrency;
      expect(most, consumer.Properties.FunctionName).toBeGreaterThanOrEqual(2);
      // A message that is turned away for want of concurrency counts as tried, and becomes a dead letter by that.
      expect(most).toBeLessThanOrEqual(consumer.Properties.ReservedConcurrentExecutions ?? 1000);
    }
  });
});

describe("times", () => {
  test("a message stays hidden six times as long as its function may take", () => {
    for (const { queue, consumer } of queueMappings()) {
      const { QueueName, VisibilityTimeout } = queue.Properties;
      expect([QueueName, VisibilityTimeout]).toEqual([QueueName, 6 * consumer.Properties.Timeout]);
    }
  });

  test("whatever waits is kept for 14 days, dead or not", () => {
    for (const [logicalId, { Properties }] of template.ofType("AWS::SQS::Queue")) {
      expect(Properties.MessageRetentionPeriod, logicalId).toBe(fourteenDays);
    }
  });

  test("a function that the gateway waits for is done before it waits no longer", () => {
    const gatewaySeconds = 30;

    for (const [functionId, { Properties }] of template.ofType("AWS::Lambda::Function")) {
      if (!startersOf(functionId).includes("AWS::ApiGatewayV2::Integration")) continue;
      expect(Properties.Timeout, functionId).toBeLessThan(gatewaySeconds);
    }
  });
});

describe("concurrency", () => {
  test("is limited for everything that is open to others, and one at a time for what is scheduled", () => {
    for (const [functionId, { Properties }] of template.ofType("AWS::Lambda::Function")) {
      const starters = startersOf(functionId);
      const reserved = Properties.ReservedConcurrentExecutions;
      if (starters.includes("AWS::ApiGatewayV2::Integration"))
        expect(reserved, functionId).toBeGreaterThan(1);
      if (starters.includes("AWS::Events::Rule")) expect(reserved, functionId).toBe(1);
    }
  });

  test("that is reserved leaves most of an account's usual 1,000 to others", () => {
    const reserved = template
      .ofType("AWS::Lambda::Function")
      .map(([, { Properties }]) => Properties.ReservedConcurrentExecutions ?? 0);

    expect(reserved.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(300);
  });
});
