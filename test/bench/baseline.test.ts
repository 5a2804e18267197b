import { expect, test } from "vitest";
import { type Baseline, OtherMachineError, renewBaseline, type Taken } from "./baseline.ts";
import { toRow } from "./row.ts";

const machine = { cpu: "Xeon", cores: 2, memoryGb: 8, node: "v24.21.0", packages: { botbuilder: "4.23.3" } };
const other = { ...machine, packages: { botbuilder: "4.24.0" } };
const names = ["api", "audit"];

const taken = (date: string): Taken => ({
  date,
  load: { before: 0.1, after: 1.2 },
  seconds: 3,
  rows: [toRow({ path: `of ${date}`, beside: "nothing", ours: [2], floor: [1] })],
});

const kept: Baseline = { machine, measurements: { api: taken("2026-01-01"), audit: taken("2026-01-01") } };

test("one measurement is kept anew beside the others, in the table's order", () => {
  const renewed = renewBaseline(kept, machine, { audit: taken("2026-02-02") }, names);

  expect(Object.entries(renewed.measurements).map(([name, { date }]) => `${name} ${date}`)).toEqual([
    "api 2026-01-01",
    "audit 2026-02-02",
  ]);
});

test("figures of two machines, or of two versions, are never kept together", () => {
  expect(() => renewBaseline(kept, other, { audit: taken("2026-02-02") }, names)).toThrow(OtherMachineError);
});

test("another machine's figures take the place of all", () => {
  const all = { audit: taken("2026-02-02"), api: taken("2026-02-02") };

  const renewed = renewBaseline(kept, other, all, names);

  expect(renewed.machine).toEqual(other);
  expect(Object.keys(renewed.measurements)).toEqual(names);
});

test("what is not measured any more is dropped", () => {
  const renewed = renewBaseline(kept, machine, { audit: taken("2026-02-02") }, ["audit"]);

  expect(Object.keys(renewed.measurements)).toEqual(["audit"]);
});

test("a first baseline has what was measured", () => {
  const first = renewBaseline(undefined, machine, { api: taken("2026-02-02") }, names);

  expect(first).toEqual({ machine, measurements: { api: taken("2026-02-02") } });
});
