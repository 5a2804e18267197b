import { describe, expect, test } from "vitest";
import { statuses } from "../../src/core/request.ts";
import { approvalsText, durationText, progressBar, shortened, statusWords } from "../../src/core/texts.ts";

describe("shortened", () => {
  test.each([
    { what: "leaves what fits", text: "abc", limit: 3, result: "abc" },
    { what: "cuts with an ellipsis inside the limit", text: "abcd", limit: 3, result: "ab…" },
    { what: "leaves out a pair that would be cut in two", text: "a🚀bc", limit: 3, result: "a…" },
    { what: "keeps a pair that fits", text: "a🚀bc", limit: 4, result: "a🚀…" },
    { what: "counts UTF-16 units, as the surfaces do", text: "🚀🚀", limit: 3, result: "🚀…" },
    { what: "is only the ellipsis where nothing else fits", text: "abc", limit: 1, result: "…" },
    { what: "is empty where nothing may be", text: "abc", limit: 0, result: "" },
    { what: "is empty for an empty text", text: "", limit: 0, result: "" },
  ])("$what", ({ text, limit, result }) => {
    expect(shortened(text, limit)).toBe(result);
  });
});

describe("progressBar", () => {
  test.each([
    [0, "▱▱▱▱▱▱▱▱▱▱ 0 %"],
    [4, "▱▱▱▱▱▱▱▱▱▱ 4 %"],
    [40, "▰▰▰▰▱▱▱▱▱▱ 40 %"],
    [99.6, "▰▰▰▰▰▰▰▰▰▰ 100 %"],
    [100, "▰▰▰▰▰▰▰▰▰▰ 100 %"],
    [-5, "▱▱▱▱▱▱▱▱▱▱ 0 %"],
    [250, "▰▰▰▰▰▰▰▰▰▰ 100 %"],
  ])("of %d is %s", (percent, bar) => {
    expect(progressBar(percent)).toBe(bar);
  });
});

describe("durationText", () => {
  test.each([
    [-3, "0 s"],
    [0, "0 s"],
    [89, "89 s"],
    [90, "2 min"],
    [720, "12 min"],
    [5399, "90 min"],
    [5400, "1.5 h"],
    [7199, "2 h"],
    [35_999, "10 h"],
    [36_000, "10 h"],
    [41_400, "12 h"],
    [86_400, "24 h"],
    [172_800, "2 days"],
    [259_200, "3 days"],
  ])("of %d seconds is %s", (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});

describe("words", () => {
  test("differ for every status", () => {
    expect(new Set(statuses.map((status) => statusWords[status])).size).toBe(statuses.length);
  });

  test("count approvals in one and in many", () => {
    expect([0, 1, 2].map(approvalsText)).toStrictEqual(["0 approvals", "1 approval", "2 approvals"]);
  });
});
