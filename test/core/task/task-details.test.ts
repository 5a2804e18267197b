import { describe, expect, test } from "vitest";
import { detailFactsOf, detailText } from "../../../src/core/task/task-details.ts";

describe("a detail", () => {
  test.each([
    ["a text", "as it is", "as it is"],
    ["an empty one", "", "(empty)"],
    ["a number", 12, "12"],
    ["a truth", false, "false"],
    ["nothing", null, "(none)"],
    ["a list", ["a", 2, null], "1. a\n2. 2\n3. (none)"],
    ["an empty list", [], "[]"],
    ["what is deeper", { a: [1] }, '{"a":[1]}'],
    ["a list of lists", [[1]], "[[1]]"],
  ])("that is %s is read as people read it", (_, value, text) => {
    expect(detailText(value)).toBe(text);
  });
});

describe("a card's details", () => {
  test("are the short ones, in their order; the long ones are kept for the button", () => {
    const long = "x".repeat(281);

    const { facts, longFacts } = detailFactsOf({ z: "first", long, a: "second", many: "\n".repeat(10) });

    expect(facts).toEqual([
      { label: "z", value: "first" },
      { label: "a", value: "second" },
    ]);
    expect(longFacts.map(({ label }) => label)).toEqual(["long", "many"]);
  });

  test("are ten at most, and none is lost", () => {
    const details = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`d${index}`, index]));

    const { facts, longFacts } = detailFactsOf(details);

    expect([facts.length, longFacts.length]).toEqual([10, 10]);
  });
});
