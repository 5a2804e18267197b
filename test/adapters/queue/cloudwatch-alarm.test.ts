import { describe, expect, test } from "vitest";
import { cloudWatchAlarmSchema } from "../../../src/adapters/queue/cloudwatch-alarm.ts";
import { type Notification, notificationOf } from "../../support/cloudwatch-notifications.ts";

const changeOf = async (...given: Parameters<typeof notificationOf>) =>
  cloudWatchAlarmSchema.parse(await notificationOf(...given));

test("an alarm on a metric is told with its value beside the threshold", async () => {
  const change = await changeOf("alarm");

  expect(change).toMatchObject({
    alarm: "countersign-many-expired-prod",
    state: "ringing",
    at: new Date("2026-11-27T03:10:12.345Z"),
    measured: "9",
    threshold: "more than 5, in 24 h",
    place: "123456789012, eu-central-1",
    graphUrl:
      "https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#alarmsV2:alarm/countersign-many-expired-prod",
  });
});

test("an alarm on an expression is told with the newest of its values and the periods that count", async () => {
  const change = await changeOf("expression-alarm");

  expect(change).toMatchObject({ measured: "4", threshold: "more than 2, in 2 of 3 periods of 5 min" });
});

test("an alarm that is made of alarms has no value, and its reason names them", async () => {
  const change = await changeOf("composite-alarm");

  expect(change.measured).toBeUndefined();
  expect(change.threshold).toBeUndefined();
  expect(change.reason).toContain("countersign-workers-failing-prod transitioned to ALARM");
});

test.each([
  ["OK", "over"],
  ["INSUFFICIENT_DATA", "unknown"],
])("%s means that it is %s", async (NewStateValue, state) => {
  expect((await changeOf("alarm", { NewStateValue })).state).toBe(state);
});

test("an alarm by hand has the reason that was given, and no value", async () => {
  const change = await changeOf("alarm", { NewStateReason: "a test" });

  expect([change.measured, change.reason]).toEqual([undefined, "a test"]);
});

test("an alarm that nobody has described is told all the same", async () => {
  expect((await changeOf("alarm", { AlarmDescription: null })).description).toBe("");
});

test("a name from elsewhere leads nowhere else in the link", async () => {
  const change = await changeOf("alarm", { AlarmName: "x|<!channel>' (a)/../b?c#d" });

  expect(change.graphUrl).toMatch(/#alarmsV2:alarm\/[\w.!~*()%-]+$/);
});

test("where the console is another one, there is no link", async () => {
  const AlarmArn = "arn:aws-us-gov:cloudwatch:us-gov-west-1:123456789012:alarm:x";

  expect((await changeOf("alarm", { AlarmArn })).graphUrl).toBeUndefined();
});

describe("what is no alarm is refused", () => {
  const wrong: readonly (readonly [string, Notification])[] = [
    ["another state", { NewStateValue: "FINE" }],
    ["no name", { AlarmName: "" }],
    ["a moment that is none", { StateChangeTime: "yesterday" }],
    ["a name that is no text", { AlarmName: { toString: "x" } }],
    ["a threshold that is no number", { Trigger: { Threshold: "5" } }],
  ];

  test.each(wrong)("%s", async (_what, changes) => {
    const told = await notificationOf("alarm", changes);

    expect(cloudWatchAlarmSchema.safeParse(told).success).toBe(false);
  });

  test.each([null, [], "ALARM", { Type: "SubscriptionConfirmation", SubscribeURL: "https://evil.example" }])(
    "%j",
    (told) => {
      expect(cloudWatchAlarmSchema.safeParse(told).success).toBe(false);
    },
  );
});
