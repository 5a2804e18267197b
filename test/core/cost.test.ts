import { describe, expect, test } from "vitest";
import {
  type ActualCost,
  actualCostSchema,
  actualCostText,
  actualCostToJson,
  type CostChange,
  costSchema,
  costText,
  costToJson,
  mayCostMoreThan,
} from "../../src/core/cost.ts";
import { costOf } from "./sample-requests.ts";

function atMost(monthlyChange: number): CostChange {
  return { ...costOf(monthlyChange), isAtMost: true } as CostChange;
}

const none: CostChange = { kind: "none" };
const unknown: CostChange = {
  kind: "unknown",
  why: "no price for db.x9.large with postgres in eu-central-1",
};
const shared = "; less where it shares blocks with other snapshots or backups are still free";

describe("an estimate", () => {
  test.each<[CostChange, string]>([
    [none, "no change"],
    [unknown, "unknown: no price for db.x9.large with postgres in eu-central-1"],
    [costOf(182.5), "about +$183 a month (list prices of 2026-11-01)"],
    [costOf(-182.5), "about -$183 a month (list prices of 2026-11-01)"],
    [costOf(99.99), "about +$99.99 a month (list prices of 2026-11-01)"],
    [costOf(0.5), "about +$0.50 a month (list prices of 2026-11-01)"],
    [costOf(12_345.6), "about +$12,346 a month (list prices of 2026-11-01)"],
    [atMost(9.5), `at most +$9.50 a month (list prices of 2026-11-01)${shared}`],
    [atMost(-9.5), `at most -$9.50 a month (list prices of 2026-11-01)${shared}`],
    [
      { ...costOf(5), basis: "approximate" } as CostChange,
      "about +$5.00 a month (approximate prices of 2026-11-01)",
    ],
  ])("%j reads %s", (cost, text) => {
    expect(costText(cost)).toBe(text);
  });
});

describe("what it came to", () => {
  const at = "list prices of 2026-11-01";

  test.each<[string, ActualCost["change"], CostChange | undefined, boolean, string | undefined]>([
    ["as estimated", costOf(182.5), costOf(182.5), false, `+$182.50 a month (estimated +$182.50; ${at})`],
    ["less", costOf(-1234.5), costOf(-1000), false, `-$1,234.50 a month (estimated -$1,000.00; ${at})`],
    [
      "in the window",
      costOf(182.5),
      costOf(182.5),
      true,
      `+$182.50 a month from the maintenance window on (estimated +$182.50; ${at})`,
    ],
    ["a bound", atMost(9.5), atMost(9.5), false, `at most +$9.50 a month (estimated at most +$9.50; ${at})`],
    ["not estimated", costOf(5), undefined, false, `+$5.00 a month (${at})`],
    ["not to be told before", costOf(5), unknown, false, `+$5.00 a month (there was no estimate; ${at})`],
    ["not to be told", unknown, costOf(5), false, `${costText(unknown)} (estimated +$5.00)`],
    ["against nothing", costOf(5), none, false, `+$5.00 a month (estimated no change; ${at})`],
    ["nothing after all", none, costOf(5), false, "no change (estimated +$5.00)"],
    ["nothing", none, none, false, undefined],
    ["nothing, and no estimate", none, undefined, false, undefined],
  ])("%s is told beside the estimate", (_what, change, estimated, waitsForMaintenance, text) => {
    expect(actualCostText({ change, waitsForMaintenance }, estimated)).toBe(text);
  });
});

test.each([none, unknown, costOf(182.5), atMost(-9.5)])("%j reads back from its JSON", (cost) => {
  const actual = { change: cost, waitsForMaintenance: true };

  const read = costSchema.parse(JSON.parse(JSON.stringify(costToJson(cost))));
  const readActual = actualCostSchema.parse(JSON.parse(JSON.stringify(actualCostToJson(actual))));

  expect(read).toEqual(cost);
  expect(readActual).toEqual(actual);
});

test("the API's names are those of its other attributes", () => {
  const json = actualCostToJson({ change: costOf(182.5), waitsForMaintenance: false });

  expect(json).toEqual({
    kind: "change",
    monthly_change: 182.5,
    at_most: false,
    currency: "USD",
    prices_as_of: "2026-11-01",
    prices: "list",
    waits_for_maintenance: false,
  });
});

test.each<[CostChange, boolean]>([
  [none, false],
  [costOf(-500), false],
  [costOf(100), false],
  [costOf(100.01), true],
  [atMost(100.01), true],
  [unknown, true],
])("%j may cost more than 100 a month: %s", (cost, may) => {
  expect(mayCostMoreThan(100, cost)).toBe(may);
});
