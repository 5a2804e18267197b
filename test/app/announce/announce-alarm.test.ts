import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeAnnounceAlarm } from "../../../src/app/announce/announce-alarm.ts";
import { makeDynamoDbAlarmHistory } from "../../../src/aws/dynamodb/alarm-history.ts";
import { makeDynamoDbAlarmDeliveryStore } from "../../../src/aws/dynamodb/delivery-store.ts";
import { changeAt } from "../../support/cloudwatch-notifications.ts";
import { RecordingChat } from "../../support/recording-chat.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

let opened = 0;

/** An alarm of the test's own, and two channels that are told of it; each call of `announce` is another worker. */
function open() {
  opened += 1;
  const AlarmName = `countersign-many-expired-test-${opened}`;
  let movedMilliseconds = 0;
  const now = () => new Date(Date.now() + movedMilliseconds);
  const [slack, teams] = [new RecordingChat(() => new Date()), new RecordingChat(() => new Date())];
  const announce = makeAnnounceAlarm({
    places: [
      { surface: "slack", channel: "C0OPS", chat: slack },
      { surface: "teams", channel: "19:ops@thread.tacv2", chat: teams },
    ],
    history: makeDynamoDbAlarmHistory(bench.documents, bench.tables),
    deliveries: makeDynamoDbAlarmDeliveryStore(bench.documents, bench.tables),
    now,
    leaseSeconds: 30,
    runbooksUrl: undefined,
  });
  const at = (time: string, state: Parameters<typeof changeAt>[1]) => changeAt(time, state, { AlarmName });
  return {
    slack,
    teams,
    announce,
    at,
    pass: (seconds: number) => {
      movedMilliseconds += seconds * 1000;
    },
  };
}

/** What a reader sees in a channel: each message's state, and the lines under it. */
function seenIn(chat: RecordingChat) {
  return chat.messages
    .filter(({ alarm }) => alarm)
    .map(({ message, alarm }) => ({
      state: alarm?.state.text,
      lines: chat.messages.filter(({ thread }) => thread === message).map(({ text }) => text.split("\n")[0]),
    }))
    .toSorted((left, right) => String(left.state).localeCompare(String(right.state)));
}

test("an alarm is one message in each channel, which says when it is over, and so does its thread", async () => {
  const desk = open();
  await desk.announce(await desk.at("03:10:00", "ALARM"));
  const before = [seenIn(desk.slack), seenIn(desk.teams)];

  await desk.announce(await desk.at("03:22:00", "OK"));

  const ringing = [{ state: "Rings", lines: [] }];
  const over = [{ state: "OK again after 12 min", lines: ["OK again after 12 min."] }];
  expect(before).toEqual([ringing, ringing]);
  expect([seenIn(desk.slack), seenIn(desk.teams)]).toEqual([over, over]);
});

describe("late, doubled and re-ordered changes end in the same messages", () => {
  const story = [
    ["03:10:00", "ALARM"],
    ["03:22:00", "OK"],
    ["04:00:00", "ALARM"],
    ["04:05:00", "OK"],
  ] as const;
  const ended = [
    { state: "OK again after 12 min", lines: ["OK again after 12 min."] },
    { state: "OK again after 5 min", lines: ["OK again after 5 min."] },
  ];

  test.each([
    ["in their order", [0, 1, 2, 3]],
    ["the end first", [1, 0, 3, 2]],
    ["backwards", [3, 2, 1, 0]],
    ["mixed", [2, 1, 3, 0]],
    ["each twice", [0, 0, 1, 1, 3, 2, 2, 3]],
    ["all again, much later", [0, 1, 2, 3, 0, 1, 2, 3]],
  ])("%s", async (_how, order) => {
    const desk = open();
    const changes = await Promise.all(story.map(([time, state]) => desk.at(time, state)));

    for (const index of order) await desk.announce(changes[index] as never);

    expect(seenIn(desk.slack)).toEqual(ended);
  });

  test("at the same time", async () => {
    const desk = open();
    const changes = await Promise.all(story.map(([time, state]) => desk.at(time, state)));

    await Promise.all([...changes, ...changes].map((change) => desk.announce(change)));

    expect([seenIn(desk.slack), seenIn(desk.teams)]).toEqual([ended, ended]);
  });
});

describe("an alarm of which nothing is measured for a while", () => {
  const story = [
    ["03:10:00", "ALARM"],
    ["03:22:00", "INSUFFICIENT_DATA"],
    ["03:40:00", "OK"],
  ] as const;
  const unmeasured = "Nothing is measured any more, after 12 min: it may be over or not";
  const over = "OK again after 30 min";

  test("says so, and then how it went on", async () => {
    const desk = open();
    const changes = await Promise.all(story.map(([time, state]) => desk.at(time, state)));
    const seen: unknown[] = [];

    for (const change of changes) {
      await desk.announce(change);
      seen.push(seenIn(desk.slack));
    }

    expect(seen).toEqual([
      [{ state: "Rings", lines: [] }],
      [{ state: unmeasured, lines: [`${unmeasured}.`] }],
      [{ state: over, lines: [`${unmeasured}.`, `${over}.`] }],
    ]);
  });

  test.each([
    ["the end before that", [0, 2, 1]],
    ["backwards", [2, 1, 0]],
    ["each twice", [0, 0, 2, 2, 1, 1]],
  ])("is over in the end: %s", async (_how, order) => {
    const desk = open();
    const changes = await Promise.all(story.map(([time, state]) => desk.at(time, state)));

    for (const index of order) await desk.announce(changes[index] as never);

    expect(seenIn(desk.slack)).toEqual([{ state: over, lines: [`${over}.`] }]);
  });

  test("and then rings again is two messages", async () => {
    const desk = open();
    const [began, lost] = story;
    for (const [time, state] of [began, lost, ["03:50:00", "ALARM"], ["03:55:00", "OK"]] as const) {
      await desk.announce(await desk.at(time, state));
    }

    expect(seenIn(desk.slack).map(({ state }) => state)).toEqual([unmeasured, "OK again after 5 min"]);
  });
});

test("the end of what nobody was told of is not told", async () => {
  const desk = open();

  await desk.announce(await desk.at("03:22:00", "OK"));
  await desk.announce(await desk.at("03:23:00", "OK"));

  expect([desk.slack.calls, desk.teams.calls]).toEqual([[], []]);
});

test("the end of an earlier alarm is not that of a later one", async () => {
  const desk = open();
  await desk.announce(await desk.at("04:00:00", "ALARM"));

  await desk.announce(await desk.at("03:22:00", "OK"));

  expect(seenIn(desk.slack)).toEqual([{ state: "Rings", lines: [] }]);
});

test("a channel that cannot be reached is told by the queue's failure, each time, and the other is told", async () => {
  const desk = open();
  desk.slack.fateOf = () => ({ unreachable: "not_in_channel" });
  const change = await desk.at("03:10:00", "ALARM");

  for (const _time of [1, 2]) {
    await expect(desk.announce(change)).rejects.toThrow(
      "the operations channel C0OPS in slack cannot be reached: not_in_channel",
    );
  }
  desk.slack.fateOf = () => ({});
  await desk.announce(change);

  expect(desk.slack.countOf("post")).toBe(3);
  expect([seenIn(desk.slack), seenIn(desk.teams)]).toEqual([
    [{ state: "Rings", lines: [] }],
    [{ state: "Rings", lines: [] }],
  ]);
});

test("where neither can be reached, both are named", async () => {
  const desk = open();
  desk.slack.fateOf = () => ({ unreachable: "is_archived" });
  desk.teams.fateOf = () => ({ fail: "refused" });

  const error = await desk.announce(await desk.at("03:10:00", "ALARM")).catch((thrown: unknown) => thrown);

  expect((error as AggregateError).errors.map(String)).toEqual([
    expect.stringContaining("is_archived"),
    expect.stringContaining("the chat takes no more for now"),
  ]);
});

test("a worker that dies after its post leaves one message", async () => {
  const desk = open();
  desk.slack.fateOf = ({ kind }) => (kind === "post" ? { fail: "after" } : {});
  const change = await desk.at("03:10:00", "ALARM");
  await expect(desk.announce(change)).rejects.toThrow("the chat's answer was lost");
  desk.slack.fateOf = () => ({});

  desk.pass(31);
  await desk.announce(change);

  expect(seenIn(desk.slack)).toEqual([{ state: "Rings", lines: [] }]);
});

test("a message that somebody deleted is posted anew when it is over", async () => {
  const desk = open();
  await desk.announce(await desk.at("03:10:00", "ALARM"));
  const [message] = desk.slack.messages;
  if (message) desk.slack.delete(message);

  await desk.announce(await desk.at("03:22:00", "OK"));

  expect(seenIn(desk.slack)).toEqual([{ state: "OK again after 12 min", lines: ["OK again after 12 min."] }]);
});

test("an end that comes while the beginning is posted is not lost", async () => {
  const desk = open();
  const hold = Promise.withResolvers<void>();
  desk.slack.fateOf = ({ kind }) => (kind === "post" ? { wait: hold.promise } : {});
  const beginning = desk.announce(await desk.at("03:10:00", "ALARM"));
  while (desk.slack.countOf("post") === 0) await sleep(5);
  const ending = desk.announce(await desk.at("03:22:00", "OK"));

  hold.resolve();
  await Promise.all([beginning, ending]);

  expect(seenIn(desk.slack)).toEqual([{ state: "OK again after 12 min", lines: ["OK again after 12 min."] }]);
});
