import { afterAll, beforeAll, expect, test } from "vitest";
import { changeRequest } from "../../../src/app/change-request.ts";
import type { Refusal } from "../../../src/core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../../../src/core/request.ts";
import type { Result } from "../../../src/core/result.ts";
import { askAgain } from "../../../src/core/transitions/ask-again.ts";
import type { Change } from "../../../src/core/transitions/change.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { claim, complete } from "../../../src/core/transitions/run.ts";
import { askedAgain } from "../../core/sample-requests.ts";
import { decisionOf } from "../../support/desk.ts";
import { at } from "../../support/sample-instance.ts";
import {
  lena as lenaPerson,
  olga as olgaPerson,
  priya as priyaPerson,
  startWorkbench,
  type Workbench,
} from "../../support/workbench.ts";
import {
  type Door,
  dana,
  lena,
  olga,
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

const inverse = { operation: "delete_snapshot", parameters: { snapshot_id: "before" } } as const;

/** Approved by two, then run, or found changed just before. */
async function afterApproval(door: Door, { request }: Asked, then: "done" | "drifted"): Promise<void> {
  for (const by of [priyaPerson, lenaPerson]) {
    await changeRequest(door.changer, request.id, (current, now) =>
      decide(current, decisionOf(current, { by }), now),
    );
  }
  const steps: readonly ((current: ApprovalRequest, now: Date) => Result<Change, Refusal>)[] =
    then === "drifted"
      ? [(current, now) => askAgain(current, askedAgain({ inverse }), now)]
      : [
          (current, now) => claim({ ...current, inverse }, { patienceSeconds: 60, leaseSeconds: 60 }, now),
          (current, now) => complete(current, [{ label: "Snapshot", value: "before" }], now),
        ];
  for (const step of steps) await changeRequest(door.changer, request.id, step);
}

type Asked = Awaited<ReturnType<Door["ask"]>>;

function press(
  door: Door,
  { request, place, ts }: Asked,
  action: "approve" | "reject" | "cancel" | "revert",
  user: string,
) {
  return door.slack.click({
    user,
    channel: place,
    ts,
    actionId: `request_${action}`,
    value: request.id,
  });
}

function answerForm(door: Door, kind: "approve" | "reject", user: string, comment?: string) {
  const values = comment === undefined ? {} : { comment: { comment } };
  return door.slack.submitView({ user, callbackId: `${kind}_request`, values });
}

const cost = "at most +$47.50 a month (list prices of 2026-11-01)";

test("approving shows what will happen once more, and takes a comment", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();

  await press(door, asked, "approve", priya);
  const shown = textOf({ text: "", blocks: door.slack.views()[0]?.definition.blocks ?? [] });
  await answerForm(door, "approve", priya, "Go ahead.");

  expect(shown).toContain("Create a snapshot of prod-orders-01");
  expect(shown).toContain("full copy of the storage");
  expect(shown).toContain(asked.request.digest.slice(0, 12));
  expect(shown).toContain(cost);
  expect(textOf(door.slack.message(asked.place, asked.ts))).toContain(cost);
  expect(door.slack.views()).toEqual([]);
  expect((await door.find(asked.request.id)).decisions).toMatchObject([
    { kind: "approve", by: { name: "Priya Nair" }, surface: "slack", comment: "Go ahead." },
  ]);
  expect(door.slack.failures()).toEqual([]);
});

test("two approvals decide, and the card says so without its buttons", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  for (const user of [priya, lena]) {
    await press(door, asked, "approve", user);
    await answerForm(door, "approve", user);
  }

  await door.announce(asked.request.id);

  const card = textOf(door.slack.message(asked.place, asked.ts));
  expect((await door.find(asked.request.id)).status).toBe("approved");
  expect(card).toContain("✅ Priya Nair approved");
  expect(card).toContain("✅ Lena Fischer approved");
  expect(card).not.toContain("request_approve");
  expect(door.slack.failures()).toEqual([]);
});

test("a rejection needs its reason, and ends the request", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  await press(door, asked, "reject", tom);

  await expect(answerForm(door, "reject", tom)).rejects.toThrow("comment is required");
  await answerForm(door, "reject", tom, "   ");
  const errors = door.slack.views()[0]?.errors;
  await answerForm(door, "reject", tom, "Not during the sale.");

  expect(errors).toEqual({ comment: expect.stringContaining("Say why you reject it") });
  expect(await door.find(asked.request.id)).toMatchObject({
    status: "rejected",
    decisions: [{ kind: "reject", comment: "Not during the sale." }],
  });
});

test.each([
  ["the requester", "approve", dana, "You asked for this yourself"],
  ["the requester", "reject", dana, "You asked for this yourself"],
  ["an outsider", "approve", olga, "Only members of dba-leads or sre-oncall"],
  ["another than the requester", "cancel", olga, "Only dana.reyes@acme.example"],
] as const)(
  "%s who presses %s is refused, seen by nobody else, and noted",
  async (_who, action, user, refusal) => {
    const door = await openSlackDoor(bench);
    const asked = await door.ask();
    const before = door.slack.message(asked.place, asked.ts);

    await press(door, asked, action, user);

    expect(door.told()).toContain(refusal);
    expect(door.slack.ephemerals().map((one) => one.user)).toEqual([user]);
    expect(door.slack.views()).toEqual([]);
    expect(door.slack.message(asked.place, asked.ts)).toEqual(before);
    expect(door.slack.messages(asked.place)).toHaveLength(1);
    expect(await door.eventKinds(asked.request.id)).toEqual(["created", "refused"]);
  },
);

test("who has decided already is told so at once", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  await press(door, asked, "approve", priya);
  await answerForm(door, "approve", priya);

  await press(door, asked, "reject", priya);

  expect(door.told()).toContain("You have already approved this request");
});

test("the form to decide says again what is decided, from the outage to the cost", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();

  await press(door, asked, "approve", priya);

  const form = textOf({ text: "", blocks: door.slack.views().at(-1)?.definition.blocks ?? [] });
  const places = ["*Instance*", "*Outage*", "*Cost*", "*Environment*", "*Requested by*", "*Digest*"].map(
    (label) => form.indexOf(label),
  );
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});

test("a request that was decided while the form was open is refused in the form", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  await press(door, asked, "approve", priya);
  await press(door, asked, "reject", tom);
  await answerForm(door, "reject", tom, "Not now.");

  await answerForm(door, "approve", priya, "Go.");

  expect(door.slack.views()).toMatchObject([
    { user: priya, errors: { comment: expect.stringContaining("already rejected") } },
  ]);
  expect((await door.find(asked.request.id)).decisions).toHaveLength(1);
});

test("a form posted twice counts once", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  await press(door, asked, "approve", priya);
  const viewId = door.slack.views()[0]?.id ?? "";
  const submit = () => door.slack.submitView({ user: priya, viewId, values: {} });

  await Promise.all([submit(), submit()]);

  expect((await door.find(asked.request.id)).decisions).toHaveLength(1);
});

test("a request that drifted comes back with its buttons and what has changed, and an old form is refused", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  await press(door, asked, "approve", tom);
  await afterApproval(door, asked, "drifted");

  await answerForm(door, "approve", tom, "As I saw it.");
  const told = door.slack.views()[0]?.errors;
  await door.announce(asked.request.id);
  await press(door, asked, "approve", priya);

  expect(told).toEqual({ comment: expect.stringContaining("has changed since you saw it") });
  const card = textOf(door.slack.message(asked.place, asked.ts));
  expect(card).toContain("Changed since it was approved");
  expect(card).toContain("Waiting for approval · 0 of 2");
  expect(card).toContain("request_approve");
  const form = textOf({ text: "", blocks: door.slack.views().at(-1)?.definition.blocks ?? [] });
  expect(form).toContain("db.r6g.xlarge → db.r6g.2xlarge");
  const thread = door.slack.thread(asked.place, asked.ts).map((message) => textOf(message));
  expect(thread.at(-1)).toContain("It needs approval again: 2 approvals.");
  expect(door.slack.failures()).toEqual([]);
});

test("the revert button files the request that undoes it, for whoever presses it, and tells them its id", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  await afterApproval(door, asked, "done");
  await door.announce(asked.request.id);

  await press(door, asked, "revert", olga);

  const [reverting] = await door.listBy(olgaPerson);
  expect(reverting).toMatchObject({ operation: "delete_snapshot", status: "pending" });
  expect(door.told()).toContain(`\`${reverting?.id}\` is waiting for approval: `);
  expect(door.slack.ephemerals().map(({ user }) => user)).toEqual([olga]);
  await door.announce(reverting?.id as RequestId);
  const cards = door.slack.messages(asked.place).map((message) => textOf(message));
  expect(cards.at(-1)).toContain(`Reverts ${asked.request.id}: The migration starts at ten.`);
  expect(door.slack.failures()).toEqual([]);
});

test("each press of the revert button files a request of its own, as the first may have been rejected", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  await afterApproval(door, asked, "done");
  await door.announce(asked.request.id);
  const before = await door.listBy(olgaPerson);

  await press(door, asked, "revert", olga);
  await press(door, asked, "revert", olga);

  expect(await door.listBy(olgaPerson)).toHaveLength(before.length + 2);
});

test("what cannot be reverted any more is told to who presses the button on an old card", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  await afterApproval(door, asked, "done");
  await door.announce(asked.request.id);
  const known = await bench.inventory.find(at("prod-orders-01"));
  if (!known) throw new Error("prod-orders-01 is not there");
  await bench.inventory.save({ ...known, resourceId: "db-NEW" });

  await press(door, asked, "revert", olga);
  await bench.inventory.save(known);

  expect(door.told()).toContain("cannot be reverted: prod-orders-01 is another instance now");
});

test("the cancel button asks first, then cancels and says so", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  const card = textOf(door.slack.message(asked.place, asked.ts));

  await press(door, asked, "cancel", dana);

  expect(card).toContain("Cancel this request?");
  expect(door.told()).toContain("You have cancelled");
  expect((await door.find(asked.request.id)).status).toBe("cancelled");
});

test("a guest who presses is refused", async () => {
  const guest = { id: "U0GUEST", name: "Guest", email: "priya.nair@acme.example", is_ultra_restricted: true };
  const door = await openSlackDoor(bench, { users: [guest] });
  const asked = await door.ask();

  await press(door, asked, "approve", guest.id);

  expect(door.told()).toContain("guests cannot ask or decide");
  expect(await door.eventKinds(asked.request.id)).toEqual(["created"]);
});

test("a click takes the person, one read and the form; a decision one read and one write", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  await door.command("help", priya);
  await door.command("list mine", priya);
  const start = { slack: door.slack.calls().length, store: door.storeCalls.length };
  await press(door, asked, "approve", priya);
  const pressed = { slack: door.slack.calls().length, store: door.storeCalls.length };

  await answerForm(door, "approve", priya);

  const methods = door.slack.calls().map(({ method }) => method);
  expect(methods.slice(start.slack, pressed.slack)).toEqual(["views.open"]);
  expect(methods.slice(pressed.slack)).toEqual([]);
  expect(door.storeCalls.slice(start.store, pressed.store)).toEqual(["find"]);
  expect(door.storeCalls.slice(pressed.store)).toEqual(["find", "save"]);
});

test("when something breaks behind a click, the person is told which id to give to the operators", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  door.slack.fail({ method: "views.open", error: "internal_error" });

  const answer = await press(door, asked, "approve", priya);

  expect(answer.status).toBe(200);
  expect(door.told()).toMatch(/Something went wrong.* Your operators need this id: [\w-]+\./);
  expect(door.log.entries).toMatchObject([{ level: "error", fields: { trace_id: expect.any(String) } }]);
  expect(door.slack.messages(productionChannel)).toHaveLength(1);
});

test("an answer that Slack does not take is logged, and the click stays acknowledged", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  door.slack.fail({ method: "response_url", status: 500 });

  const answer = await press(door, asked, "approve", dana);

  expect(answer.status).toBe(200);
  expect(door.log.entries).toMatchObject([{ level: "warn" }]);
});
