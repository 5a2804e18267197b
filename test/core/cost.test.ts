import { expect, test } from "vitest";
import {
  actualCostSchema,
  actualCostToJson,
  type CostChange,
  costSchema,
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
