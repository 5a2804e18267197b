import { describe, expect, test } from "vitest";
import { parsePeriod } from "../../../src/core/delegation/parse-period.ts";

/** A Friday, and already Saturday in Auckland. */
const now = new Date("2026-11-27T14:00:00Z");

function period(until: string, from = "", zone = "Europe/Berlin") {
  return parsePeriod({ from, until }, { zone, now });
}

describe("a day counts whole, by the policy's clocks", () => {
  test.each([
    ["2026-12-04", "2026-12-04T23:00:00.000Z", "Fri 4 Dec"],
    ["today", "2026-11-27T23:00:00.000Z", "Fri 27 Nov"],
    ["Tomorrow", "2026-11-28T23:00:00.000Z", "Sat 28 Nov"],
    ["friday", "2026-12-04T23:00:00.000Z", "Fri 4 Dec"],
    ["sat", "2026-11-28T23:00:00.000Z", "Sat 28 Nov"],
    ["thurs", "2026-12-03T23:00:00.000Z", "Thu 3 Dec"],
  ])("until %s", (until, end, untilText) => {
    expect(period(until)).toStrictEqual({
      ok: true,
      value: { from: now, until: new Date(end), untilText },
    });
  });

  test("a moment is one, in those clocks unless it says its offset", () => {
    expect(period("2026-12-04 18:00")).toMatchObject({
      value: { until: new Date("2026-12-04T17:00:00Z"), untilText: "Fri 4 Dec 18:00 Europe/Berlin" },
    });
    expect(period("2026-12-04t18:00z")).toMatchObject({ value: { until: new Date("2026-12-04T18:00:00Z") } });
  });

  test("it begins with the day that is named, or now where that has begun", () => {
    expect(period("2026-12-04", "2026-12-01")).toMatchObject({
      value: { from: new Date("2026-11-30T23:00:00Z") },
    });
    expect(period("2026-12-04", "today")).toMatchObject({ value: { from: now } });
  });
});

describe("is refused, with what to write", () => {
  test.each([
    ["", "", "until", "say until when: "],
    ["next week", "", "until", '"next week" is not a day: '],
    ["2026-13-01", "", "until", '"2026-13-01" is not a day: '],
    ["fr", "", "until", '"fr" is not a day: '],
    ["2026-12-04", "soon", "from", '"soon" is not a day: '],
    ["2026-11-01", "", "until", "2026-11-01 is over"],
    ["2026-12-01", "2026-12-05", "until", "it ends before it begins"],
    ["2027-11-01", "", "until", "90 days ahead at most"],
  ])("until %j from %j", (until, from, parameter, message) => {
    const refused = period(until, from);

    expect(refused).toMatchObject({ ok: false, error: [{ parameter }] });
    expect(JSON.stringify(refused)).toContain(message.replaceAll('"', '\\"'));
  });
});
