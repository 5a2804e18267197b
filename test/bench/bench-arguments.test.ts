import { expect, test } from "vitest";
import { readBenchArguments } from "./bench-arguments.ts";
import { measurementNames } from "./measurement-names.ts";

test("without names everything is measured, and nothing becomes of the figures", () => {
  expect(readBenchArguments([])).toEqual({ names: measurementNames, isFull: false, afterwards: "nothing" });
});

test("names are measured in the table's order, however they are said", () => {
  expect(readBenchArguments(["poller", "--keep", "api"])).toEqual({
    names: ["api", "poller"],
    isFull: false,
    afterwards: "keep",
  });
  expect(readBenchArguments(["--check"]).afterwards).toBe("check");
});

test.each([
  [["pollers"], "there is no pollers; there is: api, slack, "],
  [["--keep", "--check"], "figures are kept or checked, not both"],
  [["poller", "--full", "--check"], "figures of --full are neither kept nor checked"],
  [["--fast"], "--fast"],
])("%j is refused", (args, words) => {
  expect(() => readBenchArguments(args)).toThrow(words);
});
