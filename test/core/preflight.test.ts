import { describe, expect, test } from "vitest";
import {
  findOpenAsking,
  type Preflight,
  type PreflightAsking,
  secondsUntilRefresh,
} from "../../src/core/preflight.ts";
import { askedAt, ben } from "./sample-requests.ts";

const secondsLater = (seconds: number) => new Date(askedAt.getTime() + seconds * 1000);
const reading = (changes: Partial<Preflight> = {}): Preflight => ({
  asOf: askedAt,
  covers: 1,
  facts: [],
  unread: [],
  ...changes,
});
const asked = (changes: Partial<PreflightAsking> = {}): PreflightAsking => ({
  at: askedAt,
  by: ben.id,
  sequence: 3,
  times: 1,
  ...changes,
});

describe("how long until it may be asked for again", () => {
  test.each([
    { state: "never read nor asked for", preflight: {}, after: 0, seconds: 0 },
    { state: "just read", preflight: { reading: reading() }, after: 0, seconds: 15 },
    { state: "read a while ago", preflight: { reading: reading() }, after: 14.2, seconds: 1 },
    { state: "read 15 s ago", preflight: { reading: reading() }, after: 15, seconds: 0 },
    { state: "just asked for", preflight: { asked: asked() }, after: 5, seconds: 10 },
    {
      state: "asked for after it was read",
      preflight: { asked: asked({ at: secondsLater(20) }), reading: reading() },
      after: 30,
      seconds: 5,
    },
    {
      state: "read after it was asked for",
      preflight: { asked: asked(), reading: reading({ asOf: secondsLater(20) }) },
      after: 30,
      seconds: 5,
    },
    { state: "asked for 99 times", preflight: { asked: asked({ times: 99 }) }, after: 15, seconds: 0 },
    { state: "asked for 100 times", preflight: { asked: asked({ times: 100 }) }, after: 15, seconds: 885 },
  ])("$state, after $after s: $seconds s", ({ preflight, after, seconds }) => {
    expect(secondsUntilRefresh(preflight, secondsLater(after))).toBe(seconds);
  });
});

describe("an asking", () => {
  test.each([
    { state: "that nothing was read after", preflight: { asked: asked() }, isOpen: true },
    {
      state: "after the last reading",
      preflight: { asked: asked({ sequence: 3 }), reading: reading({ covers: 2 }) },
      isOpen: true,
    },
    {
      state: "that a reading answers, whatever the clocks say",
      preflight: {
        asked: asked({ sequence: 3, at: secondsLater(60) }),
        reading: reading({ covers: 3 }),
      },
      isOpen: false,
    },
    { state: "that nobody made", preflight: { reading: reading() }, isOpen: false },
  ])("$state is open: $isOpen", ({ preflight, isOpen }) => {
    expect(findOpenAsking(preflight) !== undefined).toBe(isOpen);
  });
});
