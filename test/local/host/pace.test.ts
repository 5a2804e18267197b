import { expect, test } from "vitest";
import { makePace } from "../../../src/local/host/pace.ts";

const never = new AbortController().signal;
const minute = 60_000;

test("while functions run, and for a while after, the wait is short", async () => {
  const pace = makePace({ quickMs: 1, slowMs: minute, quickForMs: minute });

  pace.quicken();

  await expect(pace.wait(never)).resolves.toBeUndefined();
});

test("a function that begins ends the long wait", async () => {
  const pace = makePace({ quickMs: 1, slowMs: minute, quickForMs: minute });
  const waiting = pace.wait(never);

  pace.quicken();

  await expect(waiting).resolves.toBeUndefined();
});

test("whoever stops ends the long wait, too", async () => {
  const stopping = new AbortController();
  const waiting = makePace({ quickMs: 1, slowMs: minute, quickForMs: 0 }).wait(stopping.signal);

  stopping.abort();

  await expect(waiting).resolves.toBeUndefined();
});
