import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { playMany } from "./play-many.ts";
import { type Ground, startGround } from "./world/lane.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await startGround();
});
afterAll(() => ground.stop());

const sequences = 2000;
const patience = 600_000;

test(`every invariant holds after every step of ${sequences} sequences, and nothing is stuck after them`, {
  timeout: patience,
}, async () => {
  const { played, kinds, statuses } = await playMany(ground, { sequences, seed: randomInt(2 ** 31) });

  expect(played).toBe(sequences);
  expect([...kinds].toSorted()).toStrictEqual([
    "approved",
    "cancelled",
    "claimed",
    "completed",
    "created",
    "drifted",
    "escalated",
    "expired",
    "failed",
    "progressed",
    "queued",
    "refused",
    "rejected",
    "resumed",
    "scheduled",
  ]);
  expect([...statuses].toSorted()).toStrictEqual([
    "cancelled",
    "escalated",
    "executed",
    "expired",
    "failed",
    "pending",
    "rejected",
  ]);
});
