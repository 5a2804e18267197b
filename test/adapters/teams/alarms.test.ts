import { afterAll, beforeAll, expect, test } from "vitest";
import { chatFoundLater, makeNotifierChat } from "../../../src/adapters/teams/notifier-chat.ts";
import { makeAnnounceAlarm } from "../../../src/app/announce/announce-alarm.ts";
import { SecretShapeError } from "../../../src/app/secrets/secret-shape-error.ts";
import { makeDynamoDbAlarmHistory } from "../../../src/aws/dynamodb/alarm-history.ts";
import { makeDynamoDbAlarmDeliveryStore } from "../../../src/aws/dynamodb/delivery-store.ts";
import { changeAt } from "../../support/cloudwatch-notifications.ts";
import { RecordingChat } from "../../support/recording-chat.ts";
import { textOf } from "../../support/strict-teams/text-of.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";
import { channel, openTeamsDoor, type TeamsDoor } from "./open-teams-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

async function open(options: Parameters<typeof openTeamsDoor>[1] = {}) {
  const door = await openTeamsDoor(bench, options);
  const slack = new RecordingChat(door.now);
  let isReadable = true;
  const findChat = async () => {
    if (!isReadable) throw new SecretShapeError("app_id: missing");
    return makeNotifierChat(door);
  };
  const announce = makeAnnounceAlarm({
    places: [
      { surface: "teams", channel, chat: chatFoundLater(findChat) },
      { surface: "slack", channel: "C0OPS", chat: slack },
    ],
    history: makeDynamoDbAlarmHistory(bench.documents, bench.tables),
    deliveries: makeDynamoDbAlarmDeliveryStore(bench.documents, bench.tables),
    now: door.now,
    leaseSeconds: 30,
    runbooksUrl: "https://git.acme.example/countersign",
  });
  const setReadable = (is: boolean) => {
    isReadable = is;
  };
  return { door, slack, announce, setReadable };
}

function alarmsIn({ teams }: TeamsDoor) {
  return teams.messages(channel).filter(({ from, root }) => from === teams.bot.id && !root);
}

test("an alarm is one card in the operations channel, which links to the runbook and says when it is over", async () => {
  const { door, announce } = await open();
  await announce(await changeAt("03:10:00", "ALARM"));
  const ringing = textOf(alarmsIn(door)[0]);

  await announce(await changeAt("03:22:00", "OK"));
  await announce(await changeAt("03:10:00", "ALARM"));

  const [card, ...others] = alarmsIn(door);
  expect(ringing).toContain("⛔ Rings");
  expect(JSON.stringify(card)).toContain(
    "https://git.acme.example/countersign/docs/runbooks/many-expired.md",
  );
  expect(textOf(card)).toContain("✅ OK again after 12 min");
  expect(others).toEqual([]);
  expect(door.teams.thread(card as never).map((one) => textOf(one).trim())[1]).toContain(
    "OK again after 12 min.",
  );
  expect(door.teams.failures()).toEqual([]);
});

test("a hostile alarm is text, and fits", async () => {
  const { door, announce } = await open();
  const evil = "[x](https://evil.example) {{DATE(2026-01-01T00:00:00Z)}} <at>all</at> \u202e";

  await announce(
    await changeAt("05:10:00", "ALARM", {
      AlarmName: `${evil} ${"x".repeat(150)}`,
      AlarmDescription: evil.repeat(500),
      NewStateReason: evil.repeat(500),
    }),
  );

  expect(JSON.stringify(alarmsIn(door).at(-1))).not.toContain("{{DATE(2026-01-01");
  expect(door.teams.failures()).toEqual([]);
});

test("where Teams is not set up, the alarm comes back, until it is a dead letter", async () => {
  const { announce } = await open({ isSetUp: false });

  const change = await changeAt("06:10:00", "ALARM");

  await expect(announce(change)).rejects.toThrow("cannot be reached: Teams is not set up here");
});

test("while Teams' secret cannot be read Slack is told, and Teams as soon as it can be, however often that failed", async () => {
  const { door, slack, announce, setReadable } = await open();
  const change = await changeAt("07:10:00", "ALARM");
  const before = alarmsIn(door).length;

  setReadable(false);
  for (const _time of [1, 2, 3]) {
    await expect(announce(change)).rejects.toThrow("nothing can be done in Teams: its secret cannot be read");
  }
  const meanwhile = alarmsIn(door).length;
  setReadable(true);
  await announce(change);

  expect(slack.countOf("post")).toBe(1);
  expect([meanwhile - before, alarmsIn(door).length - before]).toEqual([0, 1]);
});
