import { expect, test } from "vitest";
import { findWindowState } from "../../src/operations/rules/window-state.ts";

// 21 November 2026 is a Saturday.
test.each([
  { window: "02:00-02:30", at: "2026-11-21T01:00:00Z", state: "opens in 60 min" },
  { window: "02:00-02:30", at: "2026-11-21T01:59:20Z", state: "opens in 40 s" },
  { window: "02:00-02:30", at: "2026-11-21T02:00:00Z", state: "open now, closes in 30 min" },
  { window: "02:00-02:30", at: "2026-11-21T02:29:30Z", state: "open now, closes in 30 s" },
  { window: "02:00-02:30", at: "2026-11-21T02:30:00Z", state: "opens in 24 h" },
  { window: "23:45-00:15", at: "2026-11-21T00:05:00Z", state: "open now, closes in 10 min" },
  { window: "23:45-00:15", at: "2026-11-21T20:45:00Z", state: "opens in 3 h" },
  { window: "sun:03:30-sun:04:30", at: "2026-11-21T01:30:00Z", state: "opens in 26 h" },
  { window: "sun:03:30-sun:04:30", at: "2026-11-22T04:00:00Z", state: "open now, closes in 30 min" },
  { window: "sun:03:30-sun:04:30", at: "2026-11-22T04:30:00Z", state: "opens in 7 days" },
  { window: "sun:23:30-mon:00:30", at: "2026-11-23T00:10:00Z", state: "open now, closes in 20 min" },
  { window: "unknown", at: "2026-11-21T01:00:00Z", state: undefined },
])("the window $window at $at: $state", ({ window, at, state }) => {
  expect(findWindowState(window, new Date(at))).toBe(state);
});
