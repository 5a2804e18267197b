import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDecideRequest } from "../../../src/app/decide-request.ts";
import { GatewayError, NotDoneError } from "../../../src/app/gateway-error.ts";
import type { ApprovalRequest, RequestId } from "../../../src/core/request.ts";
import { decisionOf } from "../../support/desk.ts";
import type { Fault } from "../../support/strict-slack/faults.ts";
import { priya, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { type Door, openSlackDoor, productionChannel, textOf } from "./open-slack-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/** Longer than a delivery's claim counts. */
const leaseSeconds = 31;

type Row = readonly [name: string, fault: Omit<Fault, "method" | "channel">];

const cardsIn = (door: Door, id: RequestId) =>
  door.slack
    .messages(productionChannel)
    .filter((message) => message.thread_ts === undefined && JSON.stringify(message.blocks).includes(id));

/** A request whose card has met the fault at its first post, and what became of that. */
async function askOver(fault: Row[1]) {
  const door = await openSlackDoor(bench);
  door.slack.fail({ method: "chat.postMessage", channel: productionChannel, ...fault });
  const failure = await door.ask().then(
    () => undefined,
    (error: unknown) => error,
  );
  const [open] = (await bench.requests.listByStatus("acme", "pending", { limit: 1 })).items;
  if (!open) throw new Error("it is not filed");
  return { door, failure, id: open.id };
}

async function approve(request: ApprovalRequest): Promise<void> {
  await makeDecideRequest({ ...bench, now: () => new Date() })(
    request.id,
    decisionOf(request, { by: priya }),
  );
}

describe("a card that Slack does not take", () => {
  test.each<Row>([
    ["429 for long", { retryAfter: 30 }],
    ["ratelimited", { error: "ratelimited" }],
    ["token_revoked", { error: "token_revoked" }],
    ["token_expired", { error: "token_expired" }],
    ["missing_scope", { error: "missing_scope" }],
    ["service_unavailable", { error: "service_unavailable" }],
  ])(
    "by a clear no, %s, is still owed, and posted at the next delivery without a wait",
    async (_no, fault) => {
      const { door, failure, id } = await askOver(fault);
      const before = cardsIn(door, id).length;

      await door.announce(id);
      await door.announce(id);

      expect(failure).toBeInstanceOf(NotDoneError);
      expect([before, cardsIn(door, id).length]).toEqual([0, 1]);
      expect(door.unreachable).toEqual([]);
      expect(door.slack.calls("conversations.history")).toEqual([]);
    },
  );

  test.each<Row>([
    ["429 without a word how long", { status: 429 }],
    ["500, and it is not there", { status: 500 }],
    ["500, and it is there", { status: 500, after: true }],
    ["internal_error, and it is there", { error: "internal_error", after: true }],
    ["fatal_error, and it is not there", { error: "fatal_error" }],
    ["a cut connection, and it is there", { after: true }],
  ])("or of which nobody knows, %s, is looked for after the claim, and there once", async (_what, fault) => {
    const { door, failure, id } = await askOver(fault);

    door.pass(leaseSeconds);
    await door.announce(id);
    await door.announce(id);

    expect(failure).toBeInstanceOf(GatewayError);
    expect(failure).not.toBeInstanceOf(NotDoneError);
    expect(cardsIn(door, id)).toHaveLength(1);
    expect(door.slack.calls("conversations.history").length).toBeGreaterThan(0);
  });

  test.each(["channel_not_found", "is_archived", "not_in_channel", "restricted_action"])(
    "for good, %s, is given up, told once, and tried again only when the request changes",
    async (error) => {
      const { door, failure, id } = await askOver({ error });
      await door.announce(id);
      await door.announce(id);
      const [posts, told] = [door.slack.calls("chat.postMessage").length, [...door.unreachable]];

      await approve(await door.find(id));
      await door.announce(id);

      expect(failure).not.toBeInstanceOf(GatewayError);
      expect(told).toEqual([`slack#${productionChannel}#card`]);
      expect(door.slack.calls("chat.postMessage").length).toBeGreaterThan(posts);
      expect(cardsIn(door, id)).toHaveLength(1);
    },
  );
});

describe("an update that Slack does not take", () => {
  test.each<Row>([
    ["429 for long", { retryAfter: 30 }],
    ["ratelimited", { error: "ratelimited" }],
    ["token_revoked", { error: "token_revoked" }],
    ["500", { status: 500 }],
    ["internal_error, and it shows", { error: "internal_error", after: true }],
  ])("by %s is made at a later delivery, on the same card", async (_what, fault) => {
    const door = await openSlackDoor(bench);
    const { request } = await door.ask();
    await approve(request);
    door.slack.fail({ method: "chat.update", ...fault });
    await expect(door.announce(request.id)).rejects.toThrow(GatewayError);

    door.pass(leaseSeconds);
    await door.announce(request.id);

    const cards = cardsIn(door, request.id);
    expect(cards.map((card) => textOf(card).includes("1 of 2"))).toEqual([true]);
  });

  test.each(["message_not_found", "cant_update_message", "edit_window_closed"])(
    "because of %s has a new card posted, once",
    async (error) => {
      const door = await openSlackDoor(bench);
      const { request } = await door.ask();
      await approve(request);
      door.slack.fail({ method: "chat.update", error });

      await door.announce(request.id);
      await door.announce(request.id);

      const cards = cardsIn(door, request.id);
      expect(cards.map((card) => textOf(card).includes("1 of 2"))).toEqual([false, true]);
    },
  );
});
