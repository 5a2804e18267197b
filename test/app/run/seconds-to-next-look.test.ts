import { expect, test } from "vitest";
import { secondsToNextLook } from "../../../src/app/run/seconds-to-next-look.ts";

function waits(pollSeconds: number): readonly number[] {
  return [1, 2, 3, 4, 5, 6, 7, 8, 100].map((steps) => secondsToNextLook({ steps }, { pollSeconds }));
}

test("the first looks come soon, the later ones as seldom as they are set to", () => {
  expect(waits(30)).toEqual([2, 3, 4, 6, 10, 15, 22, 30, 30]);
});

test("none comes later than it is set to", () => {
  expect(waits(2)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2]);
});

test("a run that has no step yet waits like after its first one", () => {
  expect(secondsToNextLook({ steps: 0 }, { pollSeconds: 30 })).toBe(2);
});

test("five looks fall into the time that a synchronous answer may take", () => {
  const looks = waits(30).slice(0, 5);

  expect(looks.reduce((sum, wait) => sum + wait)).toBe(25);
});
