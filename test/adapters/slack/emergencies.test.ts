import { afterAll, beforeAll, expect, test } from "vitest";
import { changeRequest } from "../../../src/app/change-request.ts";
import { claim, complete } from "../../../src/core/transitions/run.ts";
import { windowInMinutes } from "../../support/timed-policy.ts";
import { lena as lenaPerson, startWorkbench, type Workbench } from "../../support/workbench.ts";
import {
  type Door,
  dana,
  lena,
  openSlackDoor,
  priya,
  productionChannel,
  textOf,
  tom,
} from "./open-slack-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const line = "break-glass reboot prod-orders-01 incident=INC-123 because the primary hangs";

async function latestOf(door: Door) {
  const [summary] = await door.listBy(lenaPerson);
  if (!summary) throw new Error("nothing was filed");
  return door.find(summary.id);
}

async function runToItsEnd(door: Door) {
  const { id } = await latestOf(door);
  const times = { patienceSeconds: 60, leaseSeconds: 60 };
  await changeRequest(door.changer, id, (request, now) => claim(request, times, now));
  await changeRequest(door.changer, id, (request, now) => complete(request, [], now));
  await door.announce(id);
  return door.find(id);
}

function cardIn(door: Door, id: string) {
  const card = door.slack
    .messages(productionChannel)
    .findLast((one) => textOf(one).includes(id) && one.thread_ts === undefined);
  if (!card) throw new Error("the card is not there");
  return card;
}

test("an emergency in one line is loud, tells who would have been asked, and is reviewed on its card", async () => {
  const door = await openSlackDoor(bench);
  await door.command(line, lena);
  await door.announce((await latestOf(door)).id);
  const told = JSON.stringify(door.slack.calls("chat.postMessage"));
  const { id } = await runToItsEnd(door);
  const { ts } = cardIn(door, id);
  const press = (user: string, verdict: "confirm" | "object") =>
    door.slack.click({ user, channel: productionChannel, ts, actionId: `request_${verdict}` });
  const submit = (user: string, callbackId: string, comment?: string) =>
    door.slack.submitView({
      user,
      callbackId,
      values: comment === undefined ? {} : { comment: { comment } },
    });

  await press(lena, "confirm");
  const own = door.told();
  await press(priya, "confirm");
  await submit(priya, "confirm_emergency");
  await press(tom, "object");
  await submit(tom, "object_to_emergency", "It could have waited.");
  await door.announce(id);

  expect(told).toContain("BREAK-GLASS: Reboot prod-orders-01");
  expect(told).toContain("runs now, without your approval: Lena Fischer");
  expect(own).toContain("You have done this yourself, so others have to review it.");
  expect((await door.find(id)).reviews).toMatchObject([{ verdict: "confirm" }, { verdict: "object" }]);
  expect(textOf(cardIn(door, id))).toContain("objected to by Tom Okafor");
  await door.command(`status ${id}`, priya);
  expect(door.told()).not.toContain("request_confirm");
});

test("a review in one line counts, and a second one is refused", async () => {
  const door = await openSlackDoor(bench);
  await door.command(line, lena);
  const { id } = await runToItsEnd(door);

  await door.command(`object ${id}`, priya);
  const silent = door.told();
  await door.command(`confirm ${id} because it was right`, priya);
  const confirmed = door.told();
  await door.command(`object ${id} because no`, priya);
  const again = door.told();
  await door.command("confirm req-nonsense", priya);

  expect(silent).toContain("Say what you object to");
  expect(confirmed).toContain(`You have confirmed \`${id}\``);
  expect(again).toContain("You have already confirmed this.");
  expect(door.told()).toContain("There is no request req-nonsense");
});

test.each([
  ["by whoever may not", line, dana, "Only members of sre-oncall can break the glass."],
  ["without an incident", "break-glass reboot prod-orders-01 because it hangs", lena, "Name the incident"],
  ["without anything", "break-glass", lena, "What is to be done?"],
])("an emergency is refused %s", async (_what, text, user, answer) => {
  const door = await openSlackDoor(bench);

  await door.command(text, user);

  expect(door.told()).toContain(answer);
});

test("a template is listed in help, and asked for in one line or in the form", async () => {
  const door = await openSlackDoor(bench);
  await door.command("help", lena);
  const help = door.told();
  await door.command("template nightly-snapshot prod-orders-01 snapshot_id=before-the-batch", lena);
  const byLine = await latestOf(door);
  await door.announce(byLine.id);

  await door.command("", lena);
  await door.slack.submitView({
    user: lena,
    callbackId: "choose_operation",
    values: {
      operation: { operation: "template#nightly-snapshot" },
      instance: { instance: "prod-orders-01" },
    },
  });
  const form = textOf({ text: "", blocks: door.slack.views()[0]?.definition.blocks ?? [] });
  await door.slack.submitView({ user: lena, callbackId: "describe_request", values: {} });
  const byForm = await latestOf(door);

  expect(help).toContain("template nightly-snapshot INSTANCE");
  expect(byLine).toMatchObject({
    status: "approved",
    template: "nightly-snapshot",
    intent: { parameters: { snapshot_id: "before-the-batch" } },
  });
  expect(textOf(cardIn(door, byLine.id))).toContain("nightly-snapshot");
  expect(form).toContain("“The snapshot before the nightly batch.” if you leave it empty.");
  expect(byForm).toMatchObject({
    template: "nightly-snapshot",
    justification: "The snapshot before the nightly batch.",
  });
  expect(byForm.id).not.toBe(byLine.id);
});

test("an approval is limited in its form, and what leaves no start is said beside it", async () => {
  const policy = { ...bench.policy, windows: { late: windowInMinutes(60, 180) } };
  const door = await openSlackDoor({ ...bench, policy }, { policy });
  const { request, place, ts } = await door.ask();
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
  const filled = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { [id]: value }]));
  const submit = (values: Record<string, string>) =>
    door.slack.submitView({ user: priya, callbackId: "approve_request", values: filled(values) });

  await door.slack.click({ user: priya, channel: place, ts, actionId: "request_approve", value: request.id });
  const wrong = await submit({ not_before: "soon" });
  const never = await submit({ not_before: at(5), not_after: at(4) });
  await submit({ not_before: at(5), not_after: at(30), limit_window: "late" });
  await door.announce(request.id);

  expect(JSON.stringify(wrong)).toContain("is not a moment");
  expect(JSON.stringify(never)).toContain("it ends before it begins");
  expect((await door.find(request.id)).decisions).toMatchObject([{ limits: { window: "late" } }]);
  const messages = JSON.stringify(door.slack.messages(productionChannel));
  expect(messages).toContain("only in the window late");
});
