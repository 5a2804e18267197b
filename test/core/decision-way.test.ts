import { expect, test } from "vitest";
import { decisionWay } from "../../src/core/decision-way.ts";

test.each([
  ["slack", ""],
  ["teams", ""],
  ["email", " by mail"],
  ["api", " through the API"],
] as const)("a decision on %s says “%s” after its verb", (surface, said) => {
  expect(decisionWay({ surface })).toBe(said);
});
