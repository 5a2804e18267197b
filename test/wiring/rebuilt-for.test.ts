import { expect, test } from "vitest";
import { rebuiltFor } from "../../src/wiring/rebuilt-for.ts";

test("what is made of a value is made again only for another one, whichever object it comes in", () => {
  const made: unknown[] = [];
  const of = rebuiltFor((value: { readonly id: string } | undefined) => {
    made.push(value?.id);
    return made.length;
  });

  const given = [{ id: "a" }, { id: "a" }, undefined, undefined, { id: "b" }, { id: "a" }].map(of);

  expect(given).toEqual([1, 1, 2, 2, 3, 4]);
  expect(made).toEqual(["a", undefined, "b", "a"]);
});
