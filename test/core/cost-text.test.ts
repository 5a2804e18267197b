import { describe, expect, test } from "vitest";
import type { ActualCost, CostChange } from "../../src/core/cost.ts";
import { actualCostText, costText } from "../../src/core/cost-text.ts";
import { costOf } from "./sample-requests.ts";

function atMost(monthlyChange: number): CostChange {
  return { ...costOf(monthlyChange), isAtMost: true } as CostChange;
}

const none: CostChange = { kind: "none" };
const unknown: CostChange = {
  kind: "unknown",
  why: "no price for db.x9.large with postgres in eu-central-1",
};
const shared = "; less where blocks are shared or backups still free";

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
    [atMost(-9.5), `saves at most $9.50 a month (list prices of 2026-11-01)${shared}`],
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
    ["a bound", atMost(9.5), atMost(9.5), false, `at most +$9.50 a month (as estimated; ${at})`],
    [
      "a bound of what is saved",
      atMost(-9.5),
      atMost(-9.5),
      false,
      `saves at most $9.50 a month (as estimated; ${at})`,
    ],
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
