import { describe, expect, test } from "vitest";
import type { CostChange } from "../../../src/core/cost.ts";
import { catalogue, findOperation } from "../../../src/operations/catalogue.ts";
import { actualCostOf, estimateCost } from "../../../src/operations/cost/operation-cost.ts";
import type { Operation, TargetInstance } from "../../../src/operations/frame/operation.ts";
import { sampleInstance } from "../../support/sample-instance.ts";
import { samplePrices } from "../../support/sample-prices.ts";

type Changes = Partial<ReturnType<typeof sampleInstance>>;

interface Row {
  readonly name: string;
  readonly on?: Changes;
  readonly given: Readonly<Record<string, unknown>>;
  /** In USD a month, `none`, or why it is unknown. */
  readonly cost: number | "none" | RegExp;
  /** At most so much, as it depends on what snapshots share. */
  readonly isAtMost?: true;
  /** On an instance that nothing is known the price of. */
  readonly unpriced: "none" | RegExp;
}

const noPrices = /^no price for .+ in mars-north-1$/;
const cluster = {
  engine: "aurora-postgresql",
  storageType: "aurora",
  clusterId: "catalog",
  allocatedStorageGib: 1,
};

/** On a PostgreSQL of db.t4g.medium with 100 GiB of gp3 in one zone: 73 + 10 USD a month. */
const rows: readonly Row[] = [
  { name: "create_snapshot", given: {}, cost: 9.5, isAtMost: true, unpriced: noPrices },
  { name: "delete_snapshot", given: { snapshot_id: "old" }, cost: -9.5, isAtMost: true, unpriced: noPrices },
  { name: "reboot_instance", given: {}, cost: "none", unpriced: "none" },
  { name: "start_instance", on: { status: "stopped" }, given: {}, cost: 73, unpriced: noPrices },
  { name: "stop_instance", given: {}, cost: -73, unpriced: noPrices },
  { name: "failover_cluster", on: cluster, given: {}, cost: "none", unpriced: "none" },
  {
    name: "modify_instance_class",
    given: { instance_class: "db.t4g.large" },
    cost: 182.5,
    unpriced: noPrices,
  },
  {
    name: "modify_instance_class",
    given: { instance_class: "db.x9.large" },
    cost: /^no price for db\.x9\.large with postgres in eu-central-1$/,
    unpriced: noPrices,
  },
  {
    name: "modify_instance_class",
    on: { engine: "oracle-se2", isMultiAz: true },
    given: { instance_class: "db.t4g.large" },
    cost: /^no price for db\.t4g\.medium with oracle-se2, Multi-AZ in eu-central-1$/,
    unpriced: noPrices,
  },
  {
    name: "modify_instance_class",
    on: { ...cluster, instanceClass: "db.r6g.large" },
    given: { instance_class: "db.r6g.xlarge" },
    cost: 219,
    unpriced: noPrices,
  },
  {
    name: "modify_instance_class",
    on: { ...cluster, storageType: "aurora-iopt1", instanceClass: "db.r6g.large" },
    given: { instance_class: "db.r6g.xlarge" },
    cost: /^no price for db\.r6g\.large with aurora-postgresql, I\/O-optimized in/,
    unpriced: noPrices,
  },
  {
    name: "modify_instance_class",
    on: { clusterId: "orders" },
    given: { instance_class: "db.t4g.large" },
    cost: /^no price for db\.t4g\.medium with postgres, in a Multi-AZ cluster in/,
    unpriced: noPrices,
  },
  {
    name: "modify_instance_class",
    on: { status: "stopped" },
    given: { instance_class: "db.t4g.large" },
    cost: "none",
    unpriced: "none",
  },
  { name: "modify_storage", given: { storage_gib: 200 }, cost: 10, unpriced: noPrices },
  {
    name: "modify_storage",
    on: { isMultiAz: true },
    given: { storage_gib: 200 },
    cost: 20,
    unpriced: noPrices,
  },
  { name: "modify_storage", given: { storage_gib: 500 }, cost: 40, unpriced: noPrices },
  { name: "modify_storage", given: { storage_gib: 500, iops: 15_000 }, cost: 100, unpriced: noPrices },
  {
    name: "modify_storage",
    given: { storage_type: "io1", iops: 2000 },
    cost: 205,
    unpriced: noPrices,
  },
  {
    name: "modify_storage",
    given: { storage_type: "io2", iops: 2000 },
    cost: /^no price for io2 storage in eu-central-1$/,
    unpriced: noPrices,
  },
  {
    name: "modify_storage",
    on: { storageType: "io1", iops: 2000 },
    given: { storage_type: "gp2" },
    cost: -205,
    unpriced: noPrices,
  },
  { name: "modify_multi_az", given: { multi_az: "yes" }, cost: 83, unpriced: noPrices },
  { name: "modify_backup_window", given: { backup_window: "05:00-06:00" }, cost: "none", unpriced: "none" },
  {
    name: "modify_backup_retention",
    given: { retention_days: "14" },
    cost: /^backups beyond the free allotment are billed by their size$/,
    unpriced: /^backups/,
  },
  { name: "modify_backup_retention", given: { retention_days: "3" }, cost: "none", unpriced: "none" },
  {
    name: "modify_maintenance_window",
    given: { maintenance_window: "mon:05:00-mon:06:00" },
    cost: "none",
    unpriced: "none",
  },
  {
    name: "enable_enhanced_monitoring",
    given: { interval_seconds: "60" },
    cost: /^CloudWatch Logs bills the measurements by volume$/,
    unpriced: /^CloudWatch/,
  },
  {
    name: "enable_enhanced_monitoring",
    on: { monitoringIntervalSeconds: 15 },
    given: { interval_seconds: "60" },
    cost: "none",
    unpriced: "none",
  },
  { name: "change_parameter_group", given: { parameter_group: "tuned" }, cost: "none", unpriced: "none" },
  {
    name: "modify_deletion_protection",
    given: { deletion_protection: "yes" },
    cost: "none",
    unpriced: "none",
  },
  { name: "upgrade_engine_version", given: { engine_version: "16.6" }, cost: "none", unpriced: "none" },
];

function operationOf(name: string): Operation {
  const operation = findOperation(name);
  if (!operation) throw new Error(`there is no ${name}`);
  return operation;
}

function parsed(operation: Operation, given: unknown, instance: TargetInstance) {
  const parameters = operation.parse(given, instance);
  if (!parameters.ok) throw new Error(JSON.stringify(parameters.error));
  return parameters.value;
}

function estimate(
  { name, given, on }: Pick<Row, "name" | "given" | "on">,
  region = "eu-central-1",
): CostChange {
  const operation = operationOf(name);
  const instance = sampleInstance({ ...on, region });
  return estimateCost(samplePrices, operation, parsed(operation, given, instance), instance);
}

function expected(cost: Row["cost"], isAtMost = false) {
  if (cost === "none") return { kind: "none" };
  if (cost instanceof RegExp) return { kind: "unknown", why: expect.stringMatching(cost) };
  const prices = { currency: "USD", pricesAsOf: "2026-11-01", basis: "list" };
  return { kind: "change", monthlyChange: cost, isAtMost, ...prices };
}

test("every operation of the catalogue is tried here", () => {
  const tried = new Set(rows.map(({ name }) => name));

  expect(catalogue.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
});

test.each(rows)("$name of $given on $on costs $cost", (row) => {
  expect(estimate(row)).toEqual(expected(row.cost, row.isAtMost));
});

test.each(rows)("$name of $given on $on costs $unpriced where no price is known", (row) => {
  expect(estimate(row, "mars-north-1")).toEqual(expected(row.unpriced));
});

test("what is applied along with an immediate change is in its cost", () => {
  const on = { pending: { instanceClass: "db.t4g.large" } };

  const atOnce = estimate({ name: "modify_storage", on, given: { storage_gib: 200 } });
  const later = estimate({
    name: "modify_storage",
    on,
    given: { storage_gib: 200, apply_immediately: "no" },
  });

  expect(atOnce).toEqual(expected(192.5));
  expect(later).toEqual(expected(10));
});

describe("what a run has changed", () => {
  /** A request as it was approved, and the instance as RDS shows it afterwards. */
  function actual(row: Pick<Row, "name" | "given" | "on">, after: Changes) {
    const operation = operationOf(row.name);
    const before = sampleInstance(row.on);
    const parameters = parsed(operation, row.given, before);
    const state = operation.materialState(parameters, before);
    return actualCostOf(samplePrices, operation, { parameters, state }, { ...before, ...after });
  }

  const larger = { name: "modify_instance_class", given: { instance_class: "db.t4g.large" } } as const;

  test.each<[string, Pick<Row, "name" | "given" | "on">, Changes, Row["cost"], boolean]>([
    ["a class", larger, { instanceClass: "db.t4g.large" }, 182.5, false],
    [
      "a class that waits",
      { ...larger, given: { ...larger.given, apply_immediately: "no" } },
      { pending: { instanceClass: "db.t4g.large" } },
      182.5,
      true,
    ],
    [
      "a class, beside what somebody else has pending",
      larger,
      { instanceClass: "db.t4g.large", pending: { isMultiAz: true } },
      182.5,
      false,
    ],
    ["a stop", { name: "stop_instance", given: {} }, { status: "stopped" }, -73, false],
    [
      "a start",
      { name: "start_instance", given: {}, on: { status: "stopped" } },
      { status: "available" },
      73,
      false,
    ],
    [
      "a class that nobody knows the price of",
      larger,
      { instanceClass: "db.x9.large" },
      /^no price for db\.x9/,
      false,
    ],
    ["a reboot", { name: "reboot_instance", given: {} }, {}, "none", false],
    [
      "a window",
      { name: "modify_backup_window", given: { backup_window: "05:00-06:00" } },
      {},
      "none",
      false,
    ],
  ])("%s is told from what RDS shows", (_what, row, after, cost, waitsForMaintenance) => {
    expect(actual(row, after)).toEqual({ change: expected(cost), waitsForMaintenance });
  });

  test("a snapshot is a bound here too", () => {
    const cost = actual({ name: "create_snapshot", given: {} }, {});

    expect(cost).toEqual({ change: expected(9.5, true), waitsForMaintenance: false });
  });

  test("cannot be told of a request that notes no state", () => {
    const operation = operationOf("stop_instance");

    const cost = actualCostOf(samplePrices, operation, { parameters: {} }, sampleInstance());

    expect(cost).toBeUndefined();
  });
});
