import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDecideRequest } from "../../../src/app/decide-request.ts";
import { GatewayError, NotDoneError } from "../../../src/app/gateway-error.ts";
import type { RequestId } from "../../../src/core/request.ts";
import { decisionOf } from "../../support/desk.ts";
import type { Fault } from "../../support/strict-teams/faults.ts";
import { textOf } from "../../support/strict-teams/text-of.ts";
import { dana, priya, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { openTeamsDoor, productionChannel, type TeamsDoor } from "./open-teams-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/** Longer than a delivery's claim counts. */
const leaseSeconds = 31;

type Row = readonly [name: string, fault: Omit<Fault, "operation" | "conversation">];

const cardsOf = (door: TeamsDoor, id: RequestId) =>
  door.teams
    .messages(productionChannel)
    .filter((one) => one.from === door.teams.bot.id && !one.root && textOf(one).includes(id));

/** A request whose card has met the fault at its first post, and what became of that. */
async function askOver(fault: Row[1]) {
  const door = await openTeamsDoor(bench);
  door.teams.fail({ operation: "post", conversation: productionChannel, ...fault });
  const failure = await door.ask().then(
    () => undefined,
    (error: unknown) => error,
  );
  const [filed] = await door.listBy(dana);
  if (!filed) throw new Error("it is not filed");
  return { door, failure, id: filed.id };
}

describe("a card that Teams does not take", () => {
  test.each<Row>([
    ["412", { status: 412 }],
    ["503", { status: 503 }],
    ["429 for a second", { retryAfter: 1 }],
  ])("once, by %s, is posted by a second call at once", async (_no, fault) => {
    const { door, failure, id } = await askOver(fault);

    await door.announce(id);

    expect(failure).toBeUndefined();
    expect(cardsOf(door, id)).toHaveLength(1);
  });

  test.each<Row>([
    ["412 twice", { status: 412, times: 2 }],
    ["429 for long", { retryAfter: 30 }],
    ["503 twice", { status: 503, times: 2 }],
  ])(
    "by a clear no, %s, is still owed, and posted at the next delivery without a wait",
    async (_no, fault) => {
      const { door, failure, id } = await askOver(fault);
      const before = cardsOf(door, id).length;

      await door.announce(id);
      await door.announce(id);

      expect(failure).toBeInstanceOf(NotDoneError);
      expect([before, cardsOf(door, id).length]).toEqual([0, 1]);
      expect((await door.find(id)).undelivered ?? []).toEqual([]);
    },
  );

  test.each<Row>([
    ["500", { status: 500 }],
    ["502", { status: 502 }],
    ["504", { status: 504 }],
  ])(
    "or of which nobody knows, %s, is posted once more after the claim, and not before",
    async (_no, fault) => {
      const { door, failure, id } = await askOver(fault);
      const early = await door.announce(id).catch((error: unknown) => error);
      const before = cardsOf(door, id).length;

      door.pass(leaseSeconds);
      await door.announce(id);
      await door.announce(id);

      expect(failure).toBeInstanceOf(GatewayError);
      expect(failure).not.toBeInstanceOf(NotDoneError);
      expect(early).toBeInstanceOf(GatewayError);
      expect([before, cardsOf(door, id).length]).toEqual([0, 1]);
    },
  );

  test.each([
    [403, "BotNotInConversationRoster"],
    [403, "BotDisabledByAdmin"],
    [404, "ConversationNotFound"],
  ])(
    "for good, by %i %s, is told in the record, and there once the request changes",
    async (status, code) => {
      const { door, id } = await askOver({ status, code });
      await door.announce(id);
      await door.announce(id);
      const { undelivered } = await door.find(id);

      const request = await door.find(id);
      await makeDecideRequest(door.changer)(id, decisionOf(request, { by: priya }));
      await door.announce(id);

      expect(undelivered).toContainEqual(expect.objectContaining({ place: productionChannel, reason: code }));
      expect(cardsOf(door, id)).toHaveLength(1);
    },
  );
});
