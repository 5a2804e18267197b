import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { ownMetrics } from "../../src/core/own-metrics.ts";

test("docs/metrics.md tells of every metric what the list says of it", async () => {
  const document = await readFile("docs/metrics.md", "utf8");

  const [, table = ""] = /\n\|---\|---\|---\|---\|\n((?:\|.*\n)+)/.exec(document) ?? [];
  const rows = table.trim().split("\n");

  expect(rows).toEqual(
    Object.entries(ownMetrics).map(
      ([name, { unit, by, when }]) => `| ${name} | ${unit} | ${by.join(", ")} | ${when} |`,
    ),
  );
});

test("no metric goes by more than two dimensions besides the stage, as each value of each is paid for", () => {
  for (const [name, { by }] of Object.entries(ownMetrics)) expect(by.length, name).toBeLessThanOrEqual(2);
});
