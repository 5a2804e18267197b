import { beforeAll, expect, test } from "vitest";
import { packagedOnce } from "./packaged-once.ts";
import { refsIn, type Template } from "./template.ts";

let template: Template;
beforeAll(async () => {
  template = await packagedOnce("plain");
}, 180_000);

/** What the policies of queues let anybody do. */
const allowing = () =>
  template
    .ofType("AWS::SQS::QueuePolicy")
    .flatMap(([logicalId, { Properties }]) =>
      Properties.PolicyDocument.Statement.map((statement: Record<string, unknown>) => ({
        logicalId,
        ...statement,
      })),
    )
    .filter(({ Effect }) => Effect === "Allow");

test("whom a queue's policy lets in is SNS alone, to send, for one topic of this deployment", () => {
  const statements = allowing();

  expect(statements.length).toBeGreaterThan(10);
  for (const { logicalId, Principal, Action, Condition } of statements) {
    const [topic = ""] = refsIn(Condition);
    expect([logicalId, Principal, Action]).toEqual([
      logicalId,
      { Service: "sns.amazonaws.com" },
      "sqs:SendMessage",
    ]);
    expect(Condition, logicalId).toEqual({ ArnEquals: { "aws:SourceArn": expect.anything() } });
    expect(template.resources[topic]?.Type, logicalId).toBe("AWS::SNS::Topic");
  }
});

test("a topic hands on the message alone, so that no function ever reads an envelope", () => {
  const subscriptions = template.ofType("AWS::SNS::Subscription").map(([, { Properties }]) => Properties);
  const intoQueues = subscriptions.filter(({ Protocol }) => Protocol === "sqs");

  expect(intoQueues.length).toBeGreaterThan(5);
  expect(intoQueues.filter(({ RawMessageDelivery }) => RawMessageDelivery !== true)).toEqual([]);
  // People read the others.
  expect(subscriptions.filter((one) => !intoQueues.includes(one)).map(({ Protocol }) => Protocol)).toEqual([
    "email",
  ]);
});
