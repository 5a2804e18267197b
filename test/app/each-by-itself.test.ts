import { expect, test } from "vitest";
import { eachByItself } from "../../src/app/each-by-itself.ts";

test("a job that fails keeps none after it waiting, and in the end the whole has failed", async () => {
  const [first, third] = [new Error("first"), new Error("third")];
  const seen: unknown[] = [];

  const outcome = eachByItself(
    [
      () => Promise.reject(first),
      async () => seen.push("second"),
      () => Promise.reject(third),
      async () => seen.push("fourth"),
    ],
    (error) => seen.push(error),
  );

  await expect(outcome).rejects.toThrow("2 of 4 jobs failed");
  expect(seen).toEqual([first, "second", third, "fourth"]);
});

test("no job begins before the one before it has ended", async () => {
  const seen: string[] = [];
  const job = (name: string) => async () => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
  };

  await eachByItself([job("one"), job("two")], () => {});

  expect(seen).toEqual(["one begins", "one ends", "two begins", "two ends"]);
});
