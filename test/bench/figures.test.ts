import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { baselineSchema, rowsOf } from "./baseline.ts";
import { figuresOf, withFigures } from "./figures.ts";
import { measurementNames } from "./measurement-names.ts";

const page = await readFile("docs/benchmarks.md", "utf8");
const baseline = baselineSchema.parse(JSON.parse(await readFile("test/bench/baseline.json", "utf8")));

describe("docs/benchmarks.md", () => {
  test("has the figures of test/bench/baseline.json; npm run bench -- --keep writes both", () => {
    expect(page).toContain(figuresOf(baseline));
  });

  test("names every measurement that there is", () => {
    for (const name of measurementNames) expect(page).toContain(`\`${name}\``);
  });
});

describe("test/bench/baseline.json", () => {
  test("is of measurements that there are, each row once", () => {
    const paths = rowsOf(baseline.measurements).map(({ path }) => path);

    expect(measurementNames).toEqual(expect.arrayContaining(Object.keys(baseline.measurements)));
    expect(paths).toEqual([...new Set(paths)]);
  });
});

describe("figures that are kept", () => {
  test("take the place of those before, and nothing else of the page changes", () => {
    const before = "Above.\n<!-- figures -->\nold\n<!-- /figures -->\nBelow.\n";
    const figures = figuresOf(baseline);

    const once = withFigures(before, figures);

    expect(once).toBe(`Above.\n${figures}\nBelow.\n`);
    expect(withFigures(once, figures)).toBe(once);
  });

  test("are not lost on a page without their place", () => {
    expect(() => withFigures("Above.", "new")).toThrow("has no <!-- figures -->");
  });
});
