import { expect, test } from "vitest";
import { makeTurnstile } from "./turnstile.ts";

test("a race ends though a racer that was through has left a call behind", async () => {
  const turnstile = makeTurnstile();
  const [one, other] = [{ name: "one" }, { name: "other" }];
  const order: string[] = [];
  const call = (racer: { readonly name: string }, what: string) =>
    turnstile.pass(racer, async () => void order.push(`${racer.name} ${what}`));

  await turnstile.race(
    [
      [
        one,
        async () => {
          const first = call(one, "first");
          void call(one, "left behind");
          await first;
        },
      ],
      [other, () => call(other, "only")],
    ],
    [0, 1, 0],
  );

  expect(order.toSorted()).toEqual(["one first", "one left behind", "other only"]);
});
