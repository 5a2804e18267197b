import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  hoursOfPolicyWindow,
  type PolicyWindow,
  policyWindowSchema,
  policyWindowText,
} from "../../../src/core/timing/policy-window.ts";
import { anyMoment, anyWindow, windowOf } from "./sample-windows.ts";

const berlin = "Europe/Berlin";

function openingAfter(window: PolicyWindow, moment: string): readonly string[] {
  const opening = hoursOfPolicyWindow("night", window).nextOpening(new Date(moment));
  return [opening?.from.toISOString() ?? "", opening?.to.toISOString() ?? ""];
}

describe("the next opening", () => {
  // 2026-11-20 is a Friday.
  test.each([
    [
      "of this evening, while the day lasts",
      windowOf({}),
      "2026-11-20T12:00:00Z",
      "2026-11-20T22:00:00.000Z",
      "2026-11-21T05:00:00.000Z",
    ],
    [
      "is the one that is open, after midnight too",
      windowOf({ days: ["fri"] }),
      "2026-11-21T04:59:59Z",
      "2026-11-20T22:00:00.000Z",
      "2026-11-21T05:00:00.000Z",
    ],
    [
      "is the next one from the very moment at which one ends",
      windowOf({ days: ["fri"] }),
      "2026-11-21T05:00:00Z",
      "2026-11-27T22:00:00.000Z",
      "2026-11-28T05:00:00.000Z",
    ],
    [
      "goes by the place's clocks",
      windowOf({ time_zone: berlin }),
      "2026-11-20T12:00:00Z",
      "2026-11-20T21:00:00.000Z",
      "2026-11-21T04:00:00.000Z",
    ],
    [
      "goes by the place's days",
      windowOf({ days: ["sat"], from: "00:00", to: "04:00", time_zone: berlin }),
      "2026-11-20T12:00:00Z",
      "2026-11-20T23:00:00.000Z",
      "2026-11-21T03:00:00.000Z",
    ],
    [
      "may be a whole day",
      windowOf({ days: ["sun"], from: "00:00", to: "24:00" }),
      "2026-11-20T12:00:00Z",
      "2026-11-22T00:00:00.000Z",
      "2026-11-23T00:00:00.000Z",
    ],
    [
      "is an hour shorter in the night in which summer time begins",
      windowOf({ time_zone: berlin }),
      "2026-03-28T20:00:00Z",
      "2026-03-28T21:00:00.000Z",
      "2026-03-29T03:00:00.000Z",
    ],
    [
      "is an hour longer in the night in which summer time ends",
      windowOf({ time_zone: berlin }),
      "2026-10-24T19:00:00Z",
      "2026-10-24T20:00:00.000Z",
      "2026-10-25T04:00:00.000Z",
    ],
    [
      "begins at the change where the clocks leave its beginning out",
      windowOf({ from: "02:30", to: "04:00", time_zone: berlin }),
      "2026-03-29T00:00:00Z",
      "2026-03-29T01:00:00.000Z",
      "2026-03-29T02:00:00.000Z",
    ],
    [
      "ends at the change where the clocks leave its end out",
      windowOf({ from: "01:00", to: "02:30", time_zone: berlin }),
      "2026-03-28T23:30:00Z",
      "2026-03-29T00:00:00.000Z",
      "2026-03-29T01:00:00.000Z",
    ],
    [
      "is that of the day after where the clocks leave all of it out",
      windowOf({ from: "02:00", to: "02:45", time_zone: berlin }),
      "2026-03-29T00:30:00Z",
      "2026-03-30T00:00:00.000Z",
      "2026-03-30T00:45:00.000Z",
    ],
    [
      "is the first of the two where the clocks show it twice",
      windowOf({ from: "02:00", to: "02:45", time_zone: berlin }),
      "2026-10-24T23:00:00Z",
      "2026-10-25T00:00:00.000Z",
      "2026-10-25T00:45:00.000Z",
    ],
  ])("%s", (_what, window, moment, from, to) => {
    expect(openingAfter(window, moment)).toStrictEqual([from, to]);
  });

  test("is not over, and is the first such one, whatever the window and the moment", () => {
    fc.assert(
      fc.property(anyWindow, anyMoment, (window, moment) => {
        const hours = hoursOfPolicyWindow("any", window);

        const opening = hours.nextOpening(moment);

        if (!opening) throw new Error("there is none");
        expect(opening.to > moment).toBe(true);
        expect(opening.from < opening.to).toBe(true);
        const justBefore = new Date(opening.from.getTime() - 1);
        if (justBefore > moment) expect(hours.nextOpening(justBefore)).toStrictEqual(opening);
      }),
    );
  });

  test("shows the window's hours on the place's own clocks, on every day without a change of them", () => {
    fc.assert(
      fc.property(anyWindow, anyMoment, (window, moment) => {
        const opening = hoursOfPolicyWindow("any", window).nextOpening(moment);

        const [from, to] = [opening?.from, opening?.to].map((at) => clockIn(window.time_zone, at));
        fc.pre(from?.offset === to?.offset);
        const isChangedInside = from?.offset !== clockIn(window.time_zone, opening?.from, -1).offset;
        fc.pre(!isChangedInside);
        expect([from?.time, to?.time]).toStrictEqual([window.from, window.to]);
        expect(window.days).toContain(from?.weekday);
      }),
    );
  });
});

/** The platform's own time zones, as a second opinion. */
function clockIn(timeZone: string, moment = new Date(0), days = 0) {
  const at = new Date(moment.getTime() + days * 86_400_000);
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "longOffset",
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    time: `${part.hour}:${part.minute}`,
    weekday: part.weekday?.toLowerCase(),
    offset: part.timeZoneName,
  };
}

describe("a window", () => {
  test.each([
    ["a zone that is none", { time_zone: "Europe/Atlantis" }, "time_zone"],
    ["a zone by its short name", { time_zone: "CET" }, "time_zone"],
    ["an hour without minutes", { from: "22" }, "from"],
    ["an hour that is none", { to: "25:00" }, "to"],
    ["less than half an hour", { from: "22:00", to: "22:29" }, "to"],
    ["no time at all", { from: "22:00", to: "22:00" }, "to"],
    ["a day that is none", { days: ["monday"] }, "days"],
    ["no day", { days: [] }, "days"],
    ["a key that is none", { until: "05:00" }, ""],
  ])("with %s is a mistake", (_what, changes, path) => {
    const parsed = policyWindowSchema.safeParse({ from: "22:00", to: "05:00", ...changes });

    expect(parsed.error?.issues[0]?.path[0] ?? "").toBe(path);
    expect(parsed.success).toBe(false);
  });

  test.each([
    [windowOf({}), "every day 22:00–05:00 UTC"],
    [windowOf({ days: ["wed", "mon", "tue"], time_zone: berlin }), "mon–wed 22:00–05:00 Europe/Berlin"],
    [windowOf({ days: ["sat", "sun"] }), "sat, sun 22:00–05:00 UTC"],
    [windowOf({ days: ["mon", "wed", "fri"] }), "mon, wed, fri 22:00–05:00 UTC"],
  ])("reads well", (window, text) => {
    expect(policyWindowText(window)).toBe(text);
  });
});
