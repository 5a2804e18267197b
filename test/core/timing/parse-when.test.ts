import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseWhen } from "../../../src/core/timing/parse-when.ts";
import { windowOf } from "./sample-windows.ts";

const now = new Date("2026-11-20T12:00:00Z");
const windows = { night: windowOf({}) };
const startOf = (text: string) => parseWhen(text, { windows, now });

describe("when something is to start", () => {
  test.each([
    ["", undefined],
    ["now", undefined],
    [" Now ", undefined],
    ["maintenance", { kind: "maintenance-window" }],
    ["maintenance-window", { kind: "maintenance-window" }],
    ["Night", { kind: "window", name: "night" }],
    ["2026-11-22T03:00Z", { kind: "at", at: "2026-11-22T03:00:00.000Z" }],
    ["2026-11-22 03:00", { kind: "at", at: "2026-11-22T03:00:00.000Z" }],
    ["2026-11-22 03:00 UTC", { kind: "at", at: "2026-11-22T03:00:00.000Z" }],
    ["2026-11-22t03:00:30z", { kind: "at", at: "2026-11-22T03:00:30.000Z" }],
    ["2026-11-22T03:00+01:00", { kind: "at", at: "2026-11-22T02:00:00.000Z" }],
    ["2026-12-20T12:00Z", { kind: "at", at: "2026-12-20T12:00:00.000Z" }],
  ])("is read from %j", (text, start) => {
    expect(startOf(text)).toStrictEqual({ ok: true, value: start });
  });

  const ways =
    "Say now, maintenance, night (every day 22:00–05:00 UTC) or a time in UTC such as 2026-11-22T03:00.";

  test.each([
    ["tonight", `"tonight" is not a time. ${ways}`],
    ["constructor", `"constructor" is not a time. ${ways}`],
    ["03:00", `"03:00" is not a time. ${ways}`],
    ["22.11.2026 03:00", `"22.11.2026 03:00" is not a time. ${ways}`],
    ["2026-11-22", `"2026-11-22" is not a moment. ${ways}`],
    ["2026-11-22T03:00 CET", `"2026-11-22T03:00 CET" is not a moment. ${ways}`],
    ["2026-02-30T03:00", `"2026-02-30T03:00" is not a moment. ${ways}`],
    ["2026-11-20T12:00", "Fri 20 Nov 2026 12:00 UTC has passed. Leave it out to start at once."],
    ["2026-12-20T12:01", "30 days ahead at most, so not after Sun 20 Dec 2026 12:00 UTC."],
  ])("cannot be read from %j, and says why", (text, error) => {
    expect(startOf(text)).toStrictEqual({ ok: false, error });
  });

  test("is never too odd to be read", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(startOf(text).ok).toBeTypeOf("boolean");
      }),
    );
  });
});
