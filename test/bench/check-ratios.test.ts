import { describe, expect, test } from "vitest";
import { betterOf, checkRatios, findingsText, verdictOf } from "./check-ratios.ts";

const row = (path: string, ratio: number) => ({ path, ratio });
const nothing = { worse: [], gone: [], unknown: [] };

describe("a ratio beside the kept one", () => {
  test("may be worse by a quarter, and fails from there on", () => {
    const kept = [row("click", 4), row("poller", 0.8)];

    const atTheLimit = checkRatios(kept, [row("click", 5), row("poller", 1)]);
    const beyond = checkRatios(kept, [row("click", 5.01), row("poller", 1.01)]);

    expect(atTheLimit).toEqual(nothing);
    expect(beyond.worse).toEqual([
      { path: "click", kept: 4, now: 5.01 },
      { path: "poller", kept: 0.8, now: 1.01 },
    ]);
  });

  test("may be better by any amount", () => {
    expect(checkRatios([row("click", 4)], [row("click", 1)])).toEqual(nothing);
  });

  test("is missed where its row is gone, and told of where it is new", () => {
    const findings = checkRatios([row("click", 4)], [row("press", 40)]);

    expect(findings).toEqual({ worse: [], gone: ["click"], unknown: ["press"] });
  });
});

describe("a second measuring", () => {
  test("clears what was worse by chance, and never makes a row worse", () => {
    const first = [row("click", 9), row("answer", 2), row("start", 3)];
    const second = [row("click", 4), row("answer", 5)];

    expect(betterOf(first, second)).toEqual([row("click", 4), row("answer", 2), row("start", 3)]);
  });
});

describe("the verdict", () => {
  const worse = checkRatios([row("click", 4)], [row("click", 9)]);
  const gone = checkRatios([row("click", 4)], []);
  const unknown = checkRatios([], [row("click", 4)]);

  test.each([
    ["held, as nothing is worse", nothing, 0, "held"],
    ["held on a busy machine, which makes no ratio better", nothing, 9, "held"],
    ["held with a new row, which nothing is known of", unknown, 0, "held"],
    ["failed by a worse row on a quiet machine", worse, 1.9, "failed"],
    ["undecided by a worse row where others left no core free", worse, 2, "undecided"],
    ["failed by a row that is gone, however busy the machine", gone, 9, "failed"],
  ] as const)("is %s", (_, findings, othersLoad, verdict) => {
    expect(verdictOf(findings, othersLoad, 2)).toBe(verdict);
  });
});

test("each finding is told by its row's name", () => {
  const findings = checkRatios([row("click", 4), row("start", 2)], [row("click", 9), row("press", 1)]);

  expect(findingsText(findings)).toBe(
    `WORSE  click: 9 times its floor, 4 in the kept figures
GONE   start: it is in the kept figures and was not measured
NEW    press: it is not in the kept figures; keep them anew
`,
  );
});
