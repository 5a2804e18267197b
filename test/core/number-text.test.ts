import { expect, test } from "vitest";
import { numberText } from "../../src/core/number-text.ts";

test.each([
  [1234.5, { least: 2, most: 2 }, "1,234.50"],
  [1234.5, { most: 0 }, "1,235"],
  [1234, { most: 1 }, "1,234"],
  [0.26, { most: 1 }, "0.3"],
  // The format before it stays as it was.
  [1234.5, { least: 2, most: 2 }, "1,234.50"],
])("%d with digits after the point %j is %s", (value, digits, text) => {
  expect(numberText(value, digits)).toBe(text);
});
