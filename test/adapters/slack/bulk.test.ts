import { afterAll, beforeAll, expect, test } from "vitest";
import { changeRequest } from "../../../src/app/change-request.ts";
import { makeDecideRequest } from "../../../src/app/decide-request.ts";
import type { ApprovalRequest, RequestId } from "../../../src/core/request.ts";
import type { Result } from "../../../src/core/result.ts";
import type { Change } from "../../../src/core/transitions/change.ts";
import { createPart } from "../../../src/core/transitions/create-part.ts";
import { claim } from "../../../src/core/transitions/run.ts";
import { endBulk, endPart, startParts } from "../../../src/core/transitions/run-parts.ts";
import { accepted, decisionOf } from "../../support/desk.ts";
import { sampleInstance } from "../../support/sample-instance.ts";
import {
  dana as danaPerson,
  priya as priyaPerson,
  startWorkbench,
  type Workbench,
} from "../../support/workbench.ts";
import { channel, type Door, dana, openSlackDoor, priya, textOf } from "./open-slack-door.ts";

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
});

afterAll(() => bench.stop());

const reboot = { operation: "reboot", instanceId: "dev-*" };

function viewText(door: Door): string {
  return textOf({ text: "", blocks: door.slack.views()[0]?.definition.blocks ?? [] });
}

function choose(door: Door, several: string, instance?: string) {
  const values = {
    operation: { operation: "reboot_instance" },
    several: { several },
    ...(instance !== undefined && { instance: { instance } }),
  };
  return door.slack.submitView({ user: dana, callbackId: "choose_operation", values });
}

function describe(door: Door, parallel: string) {
  const id = "parameter#parallel";
  const values = { [id]: { [id]: parallel }, justification: { justification: "A new kernel." } };
  return door.slack.submitView({ user: dana, callbackId: "describe_request", values });
}

async function change(
  door: Door,
  id: RequestId,
  transition: (request: ApprovalRequest, now: Date) => Result<Change, never> | Result<Change, object>,
): Promise<void> {
  accepted(await changeRequest(door.changer, id, transition as Parameters<typeof changeRequest>[2]));
  await door.announce(id);
}

/** Dana's reboot of fifty instances of long names, which Priya has approved. */
async function askFifty(door: Door) {
  const ids = Array.from({ length: 50 }, (_, index) => `fleet-${"x".repeat(50)}-${index + 10}`);
  const environment = { environment: "development", environmentSource: "told" };
  await Promise.all(
    ids.map((id, index) =>
      bench.inventory.save(sampleInstance({ ...environment, id, hasPendingParameters: index % 3 === 0 })),
    ),
  );
  return door.ask({ ...reboot, instanceId: "fleet-*", parameters: { parallel: 10 } });
}

test("one line asks for several, and the card names them and what they have in common", async () => {
  const door = await openSlackDoor(bench);

  await door.command("reboot dev-*  parallel=2 because a new kernel");

  const [summary] = await door.listBy(danaPerson);
  await door.announce(summary?.id as never);
  const card = textOf(door.slack.messages(channel)[0]);
  expect(door.told()).toContain("Reboot 3 instances");
  expect(card).toContain("Reboot 3 instances");
  expect(card).toContain("dev-mysql-01, dev-postgres-01, dev-sandbox-01");
  expect(card).toContain("At the same time");
  expect(card).toContain("Restarts the database");
  expect(door.slack.failures()).toEqual([]);
});

test.each([
  ["reboot dev-orders-* because why", "No instance matches `dev-orders-*`"],
  ["reboot *-orders-01 because why", "production (prod-orders-01), staging (staging-orders-01)"],
  ["reboot dev-mysql-01, dev-nope because why", 'There is no instance "dev-nope"'],
  ["reboot dev-* parallel=many because why", "parallel: a whole number from 1 to 10"],
])("%s is refused to its author alone", async (text, refusal) => {
  const door = await openSlackDoor(bench);

  await door.command(text);

  expect(door.told()).toContain(JSON.stringify(refusal).slice(1, -1));
  expect(door.slack.messages(channel)).toEqual([]);
});

test("the form takes names, a pattern or a tag instead of one instance", async () => {
  const door = await openSlackDoor(bench);
  await door.command("");

  await choose(door, "dev-mysql-01 dev-postgres-01");
  const second = viewText(door);
  await describe(door, "1");

  expect(second).toContain("Reboot an instance: 2 instances");
  expect(second).toContain("dev-mysql-01, dev-postgres-01");
  expect(second).toContain("medium: 1 approval");
  expect(second).toContain("How many at the same time");
  const [summary] = await door.listBy(danaPerson);
  expect(await door.find(summary?.id as never)).toMatchObject({
    intent: { kind: "bulk", parallelism: 1, parts: { length: 2 } },
    justification: "A new kernel.",
  });
  expect(door.slack.views()).toEqual([]);
  expect(door.slack.failures()).toEqual([]);
});

test("the form for several that are one is that one's", async () => {
  const door = await openSlackDoor(bench);
  await door.command("");

  await choose(door, "dev-mysql-01");

  expect(viewText(door)).toContain("Reboot an instance: dev-mysql-01");
  expect(viewText(door)).not.toContain("How many at the same time");
});

test.each([
  ["several and one", "dev-*", "dev-mysql-01", "one of the two has to be empty"],
  ["neither", "", undefined, "Choose one, or name several below."],
  ["several environments", "tag:team=orders", undefined, "Ask for each environment alone"],
  ["none that there is", "nope-*", undefined, "No instance matches"],
])("the form with %s says what is wrong beside it", async (_what, several, instance, message) => {
  const door = await openSlackDoor(bench);
  await door.command("");

  await choose(door, several, instance);

  expect(JSON.stringify(door.slack.views()[0])).toContain(message);
  expect(viewText(door)).not.toContain("Why it is needed");
});

test("a wrong number of instances at the same time is told beside its question", async () => {
  const door = await openSlackDoor(bench);
  await door.command("");
  await choose(door, "dev-*");

  await describe(door, "eleven");

  expect(JSON.stringify(door.slack.views()[0])).toContain("a whole number from 1 to 10");
});

test("the decision's form lists every instance", async () => {
  const door = await openSlackDoor(bench);
  const { request, place, ts } = await door.ask(reboot);

  await door.slack.click({ user: priya, channel: place, ts, actionId: "request_approve", value: request.id });

  expect(viewText(door)).toContain("The 3 instances");
  expect(viewText(door)).toContain("dev-mysql-01 · db.t4g.medium · version 8.4.3");
  expect(viewText(door)).toContain("dev-sandbox-01 · db.t4g.micro · version 16.4");
  expect(door.slack.failures()).toEqual([]);
});

test("the thread has a line for each instance, the card the tally, and status each one's stand", async () => {
  const door = await openSlackDoor(bench);
  const { request, place, ts } = await door.ask(reboot);
  const decide = makeDecideRequest(door.changer);
  accepted(await decide(request.id, decisionOf(request, { by: priyaPerson })));
  const times = { patienceSeconds: 300, leaseSeconds: 60 };
  const end = { durationSeconds: 41, guidance: "" };

  await change(door, request.id, (one, now) => claim(one, times, now));
  await change(door, request.id, startParts);
  await change(door, request.id, (one, now) => endPart(one, { index: 0, result: "available", ...end }, now));
  await change(door, request.id, (one, now) =>
    endPart(one, { index: 2, result: "failed", durationSeconds: 3, guidance: "Look at <it>." }, now),
  );
  const running = textOf(door.slack.message(place, ts));
  await door.command(`status ${request.id}`);
  const status = door.told();
  await change(door, request.id, (one, now) => endPart(one, { index: 1, result: "available", ...end }, now));
  await change(door, request.id, endBulk);

  expect(running).toContain("▶️ Running · 1 of 3 done, 1 failed");
  expect(status).toContain("dev-mysql-01 · done after 41 s · req-");
  expect(status).toContain("dev-postgres-01 · running · req-");
  const lines = door.slack.messages(place).map(({ text }) => text);
  expect(lines.slice(-6)).toEqual([
    "▶️ Started.",
    "▶️ dev-mysql-01, dev-postgres-01, dev-sandbox-01: started.",
    "✅ dev-mysql-01: done after 41 s.",
    "⛔ dev-sandbox-01: failed: Look at &lt;it&gt;.",
    "✅ dev-postgres-01: done after 41 s.",
    expect.stringMatching(
      /^⛔ Failed after \d+ s\.\nDone: 2 of 3\ndev-sandbox-01: failed: Look at &lt;it&gt;\./,
    ),
  ]);
  expect(textOf(door.slack.message(place, ts))).toContain("· 2 of 3 done, 1 failed");
  expect(door.slack.failures()).toEqual([]);
});

test("fifty instances of long names stay within Slack's limits everywhere", async () => {
  const door = await openSlackDoor(bench);
  const { request, place, ts } = await askFifty(door);

  await door.slack.click({ user: priya, channel: place, ts, actionId: "request_approve", value: request.id });
  const form = viewText(door);
  const decide = makeDecideRequest(door.changer);
  const approver = request.requirement.approvals;
  for (const by of [priyaPerson, { ...priyaPerson, id: "lena.fischer@acme.example" as never }].slice(
    0,
    approver,
  )) {
    accepted(await decide(request.id, decisionOf(request, { by })));
  }
  await change(door, request.id, (one, now) => claim(one, { patienceSeconds: 300, leaseSeconds: 60 }, now));
  const guidance = "It is <broken> & nobody knows why. ".repeat(14);
  for (let index = 0; index < 50; index += 1) {
    if (index % 10 === 0) accepted(await changeRequest(door.changer, request.id, startParts));
    const end = { index, result: "failed", durationSeconds: 3, guidance } as const;
    accepted(await changeRequest(door.changer, request.id, (one, now) => endPart(one, end, now)));
  }
  await change(door, request.id, endBulk);
  await door.command(`status ${request.id}`);

  expect(form).toContain("-59 · db.t4g.medium");
  expect(textOf(door.slack.message(place, ts))).toContain("0 of 50 done, 50 failed");
  expect(door.told()).toContain(`fleet-${"x".repeat(50)}-59 · failed`);
  expect(door.slack.failures()).toEqual([]);
}, 60_000);

test("one instance's own request is posted nowhere, and tells its requester nothing", async () => {
  const door = await openSlackDoor(bench);
  const { request } = await door.ask(reboot);
  const posted = door.slack.calls("chat.postMessage").length;
  const decide = makeDecideRequest(door.changer);
  accepted(await decide(request.id, decisionOf(request, { by: priyaPerson })));
  const times = { patienceSeconds: 300, leaseSeconds: 60 };
  const run = accepted(await changeRequest(door.changer, request.id, (one, now) => claim(one, times, now)));
  const part = createPart(run, 0, new Date());
  if (!part) throw new Error("there is no part");
  await bench.requests.create(part, part.request.id);

  await door.announce(part.request.id);

  expect(door.slack.calls("chat.postMessage")).toHaveLength(posted);
});
