import { expect, test } from "vitest";
import { toRow } from "./row.ts";
import { tableOf } from "./table.ts";

const click = {
  path: "Click",
  beside: "bare Bolt",
  ours: [30, 10, 20],
  floor: [4, 8],
  barMs: 30,
  note: "in three",
};

test("a row has the median and the 95th percentile of both, and the ratio of the medians", () => {
  expect(toRow(click)).toEqual({
    path: "Click",
    beside: "bare Bolt",
    ours: { p50: 20, p95: 30 },
    floor: { p50: 4, p95: 8 },
    ratio: 5,
    n: 3,
    barMs: 30,
    note: "in three",
  });
});

test("nothing measured is no row", () => {
  expect(() => toRow({ ...click, ours: [] })).toThrow();
  expect(() => toRow({ ...click, floor: [] })).toThrow();
});

test("the table says which bars are held and which are not", () => {
  const rows = [click, { ...click, path: "Faster click", ours: [2345.6, 9.87], barMs: 2400 }].map(toRow);

  expect(tableOf(rows)).toBe(
    `milliseconds  ours p50   p95  floor p50  p95  ratio  n   bar (p95)  the floor
Click             20.0  30.0        4.0  8.0   5.00  3     OVER 30  bare Bolt  in three
Faster click       9.9  2350        4.0  8.0   2.47  2  under 2400  bare Bolt  in three
`,
  );
});
