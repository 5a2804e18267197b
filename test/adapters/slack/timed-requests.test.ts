import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeRequest } from "../../../src/app/change-request.ts";
import type { RequestId } from "../../../src/core/request.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { schedule } from "../../../src/core/transitions/schedule.ts";
import { decisionOf } from "../../support/desk.ts";
import { timed } from "../../support/timed-policy.ts";
import {
  dana as danaPerson,
  lena as lenaPerson,
  priya as priyaPerson,
  startWorkbench,
  type Workbench,
} from "../../support/workbench.ts";
import { type Door, dana, openSlackDoor, priya, productionChannel, textOf } from "./open-slack-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const day = 86_400_000;
const at = new Date(Math.floor(Date.now() / day) * day + 3 * day + 3 * 3_600_000);
const written = at.toISOString().slice(0, 16);

const sales = {
  name: "sales",
  from: new Date(Date.now() - day),
  to: new Date("2126-11-30T08:00:00Z"),
  action: "refuse",
  reason: "the shop is full",
} as const;

function openDoorUnder(times: Parameters<typeof timed>[1]) {
  return openSlackDoor({ ...bench, policy: timed(bench.policy, times) });
}

async function latest(door: Door) {
  const [summary] = await door.listBy(danaPerson);
  return door.find(summary?.id as RequestId);
}

async function openForm(door: Door, instance = "prod-orders-01"): Promise<string> {
  await door.command("");
  const values = { operation: { operation: "create_snapshot" }, instance: { instance } };
  await door.slack.submitView({ user: dana, callbackId: "choose_operation", values });
  return textOf({ text: "", blocks: door.slack.views()[0]?.definition.blocks ?? [] });
}

function press(
  door: Door,
  { request, place, ts }: Awaited<ReturnType<Door["ask"]>>,
  action: "approve" | "cancel",
  user: string,
) {
  const button = { channel: place, ts, actionId: `request_${action}`, value: request.id };
  return door.slack.click({ user, ...button });
}

function sendForm(door: Door, start: { readonly when?: string; readonly when_at?: string }) {
  const fields = Object.entries(start).map(([id, value]) => [id, { [id]: value }]);
  const values = { ...Object.fromEntries(fields), justification: { justification: "It is needed." } };
  return door.slack.submitView({ user: dana, callbackId: "describe_request", values });
}

describe("in one line", () => {
  test.each([
    [`when=${written}Z`, { kind: "at", at: at.toISOString() }],
    ["when=maintenance", { kind: "maintenance-window" }],
    ["when=night", { kind: "window", name: "night" }],
  ])("%s says when", async (word, start) => {
    const door = await openSlackDoor(bench);

    await door.command(`snapshot prod-orders-01 ${word} because the schema changes`);

    expect((await latest(door)).intent).toMatchObject({ parameters: { snapshot_id: null }, start });
  });

  test("what cannot be read is refused with what can be said, in no markup of Slack's", async () => {
    const door = await openSlackDoor(bench);

    await door.command("snapshot prod-orders-01 when=<!channel> because why");

    expect(door.told()).toContain(
      "is not a time. Say now, maintenance, night (mon–fri 22:00–05:00 Europe/Berlin)",
    );
    expect(door.told()).not.toContain("<!channel>");
  });

  test("a freeze refuses with its reason and its end", async () => {
    const door = await openDoorUnder({ freezes: [sales] });

    await door.command("snapshot prod-orders-01 because why");

    expect(door.told()).toContain(
      "Nothing of the kind starts before Sat 30 Nov 2126 08:00 UTC, as the freeze sales lasts until then (the shop is full).",
    );
  });

  test("help tells how", async () => {
    const door = await openSlackDoor(bench);

    await door.command("help");

    expect(door.told()).toContain("when=maintenance");
  });
});

describe("in the form", () => {
  test("the choices are at once, the maintenance window with its hours, each window, and a time", async () => {
    const door = await openSlackDoor(bench);

    const form = await openForm(door);

    for (const choice of [
      "At once",
      "In its maintenance window: Sun 03:30–04:30 UTC",
      "In the window night: mon–fri 22:00–05:00 Europe/Berlin",
      "At a time",
    ]) {
      expect(form).toContain(`"text": "${choice}"`);
    }
    expect(door.slack.failures()).toEqual([]);
  });

  test("a demanded window leaves no other", async () => {
    const weekend = { days: ["sat", "sun"], from: "00:00", to: "24:00", time_zone: "UTC" } as const;
    const windows = { ...bench.policy.windows, weekend: { ...weekend, days: [...weekend.days] } };
    const door = await openDoorUnder({ windows, startIn: "night" });

    const form = await openForm(door);

    expect(form).toContain("In the window night if you choose nothing.");
    for (const choice of ["At once", "In its maintenance window", "In the window weekend"]) {
      expect(form).not.toContain(`"text": "${choice}`);
    }
  });

  test.each([
    ["nothing chosen", {}, undefined],
    ["at once", { when: "now" }, undefined],
    ["the maintenance window", { when: "maintenance" }, { kind: "maintenance-window" }],
    ["a window", { when: "night" }, { kind: "window", name: "night" }],
    ["a time", { when: "at", when_at: written.replace("T", " ") }, { kind: "at", at: at.toISOString() }],
    ["only a time", { when_at: written }, { kind: "at", at: at.toISOString() }],
  ])("%s is asked for", async (_what, start, asked) => {
    const door = await openSlackDoor(bench);
    await openForm(door);

    await sendForm(door, start);

    expect(door.slack.views()).toEqual([]);
    const { intent } = await latest(door);
    expect(intent.kind === "rds" && intent.start).toEqual(asked);
    expect(door.slack.failures()).toEqual([]);
  });

  test.each([
    ["a time that is missing", { when: "at" }, "when_at", "Say at which time"],
    ["a time beside another choice", { when: "now", when_at: written }, "when_at", "Choose “At a time”"],
    ["a time that has passed", { when_at: "2020-01-01 03:00" }, "when_at", "has passed"],
    ["words", { when_at: "tonight" }, "when_at", '"tonight" is not a time'],
  ])("%s is told beside the question", async (_what, start, block, message) => {
    const door = await openSlackDoor(bench);
    await openForm(door);

    await sendForm(door, start);

    expect(door.slack.views()[0]?.errors).toEqual({ [block]: expect.stringContaining(message) });
    expect(door.slack.failures()).toEqual([]);
  });

  test("a freeze is told beside the choice", async () => {
    const door = await openDoorUnder({ freezes: [sales] });
    await openForm(door);

    await sendForm(door, {});

    expect(door.slack.views()[0]?.errors).toEqual({ when: expect.stringContaining("the freeze sales") });
  });
});

describe("what a request shows of its start", () => {
  test("is on the card and in the form of who decides", async () => {
    const door = await openSlackDoor(bench);
    const moment = await door.ask({ when: written });
    const window = await door.ask({ when: "night" });

    await press(door, window, "approve", priya);

    const cards = door.slack.messages(productionChannel).map(textOf);
    expect(cards.find((card) => card.includes(moment.request.id))).toContain(
      `<!date^${at.getTime() / 1000}^`,
    );
    const starts = "in the window night: mon–fri 22:00–05:00 Europe/Berlin";
    expect(cards.find((card) => card.includes(window.request.id))).toContain(starts);
    const form = textOf({ text: "", blocks: door.slack.views()[0]?.definition.blocks ?? [] });
    expect(form).toContain(starts);
    expect(door.slack.failures()).toEqual([]);
  });

  test("is the moment once it is scheduled, with a button to cancel it; cancelled, it says so", async () => {
    const door = await openSlackDoor(bench);
    const { request, place, ts } = await door.ask({ when: written });
    for (const by of [priyaPerson, lenaPerson]) {
      await changeRequest(door.changer, request.id, (current, now) =>
        decide(current, decisionOf(current, { by }), now),
      );
    }
    await changeRequest(door.changer, request.id, (current, now) => schedule(current, { startAt: at }, now));
    await door.announce(request.id);
    const scheduledCard = textOf(door.slack.message(place, ts));

    await press(door, { request, place, ts }, "cancel", dana);
    await door.announce(request.id);

    expect(scheduledCard).toContain("Approved, scheduled for ");
    expect(scheduledCard).toContain("request_cancel");
    expect((await door.find(request.id)).status).toBe("cancelled");
    const cancelledCard = textOf(door.slack.message(place, ts));
    expect(cancelledCard).toContain("Cancelled by Dana Reyes");
    expect(cancelledCard).not.toContain("request_cancel");
    expect(door.slack.failures()).toEqual([]);
  });
});
