import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Freeze, freezeAt } from "../../../src/core/timing/freeze.ts";
import { nextStart } from "../../../src/core/timing/next-start.ts";
import { hoursOfPolicyWindow } from "../../../src/core/timing/policy-window.ts";
import { anyMoment, anyWindow, freezeOf, windowOf } from "./sample-windows.ts";

const now = new Date("2026-11-26T12:00:00Z");
const night = hoursOfPolicyWindow("night", windowOf({}));
const weekend = hoursOfPolicyWindow(
  "weekend",
  windowOf({ days: ["sat", "sun"], from: "00:00", to: "24:00" }),
);
const sales = freezeOf({ reason: "shop" });

describe("the next start", () => {
  test.each([
    ["is now where nothing is asked for", {}, "2026-11-26T12:00:00.000Z", []],
    [
      "is the moment that is asked for",
      { notBefore: new Date("2026-11-26T15:00:00Z") },
      "2026-11-26T15:00:00.000Z",
      [],
    ],
    [
      "is now where that moment has passed",
      { notBefore: new Date("2026-11-26T11:00:00Z") },
      "2026-11-26T12:00:00.000Z",
      [],
    ],
    ["is the window's opening", { windows: [night] }, "2026-11-26T22:00:00.000Z", ["in the window night"]],
    [
      "lies in every window",
      { windows: [night, weekend] },
      "2026-11-28T00:00:00.000Z",
      ["in the window night", "in the window weekend"],
    ],
    [
      "is the freeze's end",
      { notBefore: new Date("2026-11-27T00:00:00Z"), freezes: [sales] },
      "2026-11-30T08:00:00.000Z",
      ["after the freeze sales (shop) until Mon 30 Nov 2026 08:00 UTC"],
    ],
    [
      "is the window's first opening after the freeze",
      { windows: [night], freezes: [sales] },
      "2026-11-30T22:00:00.000Z",
      ["in the window night", "after the freeze sales (shop) until Mon 30 Nov 2026 08:00 UTC"],
    ],
    [
      "may be in the middle of a window, when a freeze ends there",
      { windows: [night], freezes: [freezeOf({ to: "2026-11-27 02:00" })] },
      "2026-11-27T02:00:00.000Z",
      ["in the window night", "after the freeze sales until Fri 27 Nov 2026 02:00 UTC"],
    ],
    [
      "comes after all freezes that follow one another",
      {
        notBefore: new Date("2026-11-27T00:00:00Z"),
        freezes: [sales, freezeOf({ name: "audit", from: "2026-11-30 00:00", to: "2026-12-02 00:00" })],
      },
      "2026-12-02T00:00:00.000Z",
      [
        "after the freeze sales (shop) until Mon 30 Nov 2026 08:00 UTC",
        "after the freeze audit until Wed 2 Dec 2026 00:00 UTC",
      ],
    ],
  ])("%s", (_what, rules, at, why) => {
    const next = nextStart({ windows: [], freezes: [], ...rules }, now);

    expect([next?.at.toISOString(), next?.why]).toStrictEqual([at, why]);
  });

  test("is nowhere where the windows never meet", () => {
    const noon = hoursOfPolicyWindow("noon", windowOf({ from: "12:00", to: "13:00" }));

    expect(nextStart({ windows: [night, noon], freezes: [] }, now)).toBeUndefined();
  });

  const anyFreeze: fc.Arbitrary<Freeze> = fc
    .tuple(anyMoment, fc.integer({ min: 1, max: 30 * 24 * 60 }))
    .map(([from, minutes]) => ({
      ...freezeOf(),
      from,
      to: new Date(from.getTime() + minutes * 60_000),
    }));

  test("is not before now or the moment asked for, inside the window, outside every freeze, and the first such one", () => {
    fc.assert(
      fc.property(
        anyWindow,
        fc.array(anyFreeze, { maxLength: 4 }),
        anyMoment,
        fc.option(anyMoment, { nil: undefined }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (window, freezes, from, notBefore, part) => {
          const hours = hoursOfPolicyWindow("any", window);
          const earliest = notBefore && notBefore > from ? notBefore : from;

          const next = nextStart({ notBefore, windows: [hours], freezes }, from);

          const mayStart = (moment: Date) => {
            const opening = hours.nextOpening(moment);
            return !freezeAt(freezes, moment) && opening !== undefined && opening.from <= moment;
          };
          if (!next) throw new Error("there is none");
          expect(next.at >= earliest).toBe(true);
          expect(mayStart(next.at)).toBe(true);
          const between =
            earliest.getTime() + Math.floor(part * (next.at.getTime() - earliest.getTime() - 1));
          if (earliest < next.at) expect(mayStart(new Date(between))).toBe(false);
        },
      ),
    );
  });
});
