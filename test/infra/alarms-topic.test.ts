import { expect, test } from "vitest";
import { packagedOnce } from "./packaged-once.ts";
import { refsIn } from "./template.ts";

test("each alarm is told to a topic of this deployment that CloudWatch may write to", async () => {
  const template = await packagedOnce("plain");
  const alarms = [
    ...template.ofType("AWS::CloudWatch::Alarm"),
    ...template.ofType("AWS::CloudWatch::CompositeAlarm"),
  ];

  expect(alarms.length).toBeGreaterThan(0);
  for (const [logicalId, { Properties }] of alarms) {
    const topics = refsIn(Properties.AlarmActions);
    const letting = template.statements.filter(
      ({ Principal, Action, Resource }) =>
        JSON.stringify(Principal) === '{"Service":"cloudwatch.amazonaws.com"}' &&
        Action === "sns:Publish" &&
        topics.includes(refsIn(Resource)[0] ?? ""),
    );

    expect(topics.length, logicalId).toBeGreaterThan(0);
    expect(letting.length, logicalId).toBe(topics.length);
  }
});
