import fc from "fast-check";
import { expect, test } from "vitest";
import type { CostChange } from "../../../src/core/cost.ts";
import type { BilledInstance } from "../../../src/operations/cost/bill.ts";
import { costChangeOf } from "../../../src/operations/cost/cost-change.ts";
import { samplePrices } from "../../support/sample-prices.ts";

const region = "eu-central-1";

const billed: fc.Arbitrary<BilledInstance> = fc.record({
  engine: fc.constantFrom("postgres", "mysql", "sqlserver-se"),
  clusterId: fc.constantFrom(undefined, "orders"),
  instanceClass: fc.constantFrom("db.t4g.medium", "db.r6g.xlarge", "db.x9.large"),
  isMultiAz: fc.boolean(),
  storageType: fc.constantFrom("gp2", "gp3", "io1", "io2"),
  allocatedStorageGib: fc.integer({ min: 20, max: 65_536 }),
  iops: fc.option(fc.integer({ min: 1000, max: 64_000 }), { nil: undefined }),
  isStopped: fc.boolean(),
});

function negated(cost: CostChange): CostChange {
  return cost.kind === "change" ? { ...cost, monthlyChange: -cost.monthlyChange } : cost;
}

test("the way back costs the same with the other sign", () => {
  fc.assert(
    fc.property(billed, billed, (before, after) => {
      const there = costChangeOf(samplePrices, region, before, after);
      const back = costChangeOf(samplePrices, region, after, before);

      if (there.kind === "unknown") expect(back.kind).toBe("unknown");
      else expect(back).toEqual(negated(there));
    }),
    { numRuns: 2000 },
  );
});

test("what stays as it is costs nothing, whether its price is known or not", () => {
  fc.assert(
    fc.property(billed, (instance) => {
      expect(costChangeOf(samplePrices, region, instance, instance)).toEqual({ kind: "none" });
      expect(costChangeOf(samplePrices, "mars-north-1", instance, instance)).toEqual({ kind: "none" });
    }),
  );
});

const small: BilledInstance = {
  engine: "postgres",
  clusterId: undefined,
  instanceClass: "db.t4g.medium",
  isMultiAz: false,
  storageType: "gp3",
  allocatedStorageGib: 399,
  iops: 3000,
  isStopped: false,
};

test.each<[string, Partial<BilledInstance>, Partial<BilledInstance>, number]>([
  ["below 400 GiB include 3,000 IOPS", {}, { iops: 4000 }, 20],
  ["from 400 GiB on include 12,000", { allocatedStorageGib: 400 }, { iops: 13_000 }, 20],
  [
    "of Oracle include 12,000 from 200 GiB on",
    { engine: "oracle-se2", allocatedStorageGib: 200 },
    { iops: 13_000 },
    20,
  ],
  [
    "of SQL Server include 3,000 at any size",
    { engine: "sqlserver-se", allocatedStorageGib: 4000 },
    { iops: 4000 },
    20,
  ],
])("the price of gp3 volumes %s", (_what, on, more, cost) => {
  const before = { ...small, ...on };

  const change = costChangeOf(samplePrices, region, before, { ...before, ...more });

  expect(change).toMatchObject({ kind: "change", monthlyChange: cost });
});

test("storage that is larger by a gibibyte moves by its price alone", () => {
  const change = costChangeOf(samplePrices, region, small, { ...small, allocatedStorageGib: 400 });

  expect(change).toMatchObject({ kind: "change", monthlyChange: 0.1 });
});
