import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hoursOfWeeklyWindow, weeklyWindowText } from "../../../src/core/timing/weekly-window.ts";
import { findMaintenanceWindow } from "../../../src/operations/rules/time-window.ts";
import { anyMoment } from "./sample-windows.ts";

function windowOf(text: string) {
  const window = findMaintenanceWindow(text);
  if (!window) throw new Error(`${text} is no window`);
  return window;
}

describe("the maintenance window", () => {
  // 2026-11-22 is a Sunday.
  test.each([
    ["sun:04:00-sun:04:30", "2026-11-20T12:00:00Z", "2026-11-22T04:00:00.000Z", "2026-11-22T04:30:00.000Z"],
    ["sun:04:00-sun:04:30", "2026-11-22T04:29:59Z", "2026-11-22T04:00:00.000Z", "2026-11-22T04:30:00.000Z"],
    ["sun:04:00-sun:04:30", "2026-11-22T04:30:00Z", "2026-11-29T04:00:00.000Z", "2026-11-29T04:30:00.000Z"],
    ["sun:23:30-mon:00:30", "2026-11-23T00:10:00Z", "2026-11-22T23:30:00.000Z", "2026-11-23T00:30:00.000Z"],
    ["mon:00:00-mon:01:00", "2026-11-22T23:59:59Z", "2026-11-23T00:00:00.000Z", "2026-11-23T01:00:00.000Z"],
  ])("%s opens next after %s", (text, moment, from, to) => {
    const opening = hoursOfWeeklyWindow(windowOf(text)).nextOpening(new Date(moment));

    expect([opening?.from.toISOString(), opening?.to.toISOString()]).toStrictEqual([from, to]);
  });

  test("opens within a week, and is not over", () => {
    const window = fc.record({
      start: fc.integer({ min: 0, max: 10_079 }),
      length: fc.integer({ min: 30, max: 1440 }),
    });
    fc.assert(
      fc.property(window, anyMoment, (weekly, moment) => {
        const opening = hoursOfWeeklyWindow(weekly).nextOpening(moment);

        if (!opening) throw new Error("there is none");
        const minutesAhead = (opening.to.getTime() - moment.getTime()) / 60_000;
        expect(minutesAhead).toBeGreaterThan(0);
        expect(minutesAhead).toBeLessThanOrEqual(10_080);
        const sinceMonday = (opening.from.getUTCDay() + 6) % 7;
        const minuteOfDay = opening.from.getUTCHours() * 60 + opening.from.getUTCMinutes();
        expect(sinceMonday * 1440 + minuteOfDay).toBe(weekly.start);
        expect(opening.to.getTime() - opening.from.getTime()).toBe(weekly.length * 60_000);
      }),
    );
  });

  test.each([
    ["sun:04:00-sun:04:30", "Sun 04:00–04:30 UTC"],
    ["sun:23:30-mon:00:30", "Sun 23:30–Mon 00:30 UTC"],
  ])("%s reads as %s", (text, words) => {
    expect(weeklyWindowText(windowOf(text))).toBe(words);
  });
});
