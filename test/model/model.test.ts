import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { playMany } from "./play-many.ts";
import { type Ground, startGround } from "./world/lane.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await startGround();
});
afterAll(() => ground.stop());

/** What a test run has time for; `npm run soak` plays on for as long as it is told. */
const sequences = 2_000;
const patience = 25 * 60_000;

/** Without these, most of what can happen has not been tried. */
const usual = [
  ...["created", "refused", "approved", "rejected", "cancelled", "escalated", "expired", "drifted", "queued"],
  ...["claimed", "progressed", "completed", "parts-started", "part-ended", "delegated", "reviewed", "sent"],
  ...["workflow-told", "preflight-asked", "preflight-read"],
].map((kind) => `event ${kind}`);

test(`every invariant holds after every step of ${sequences} sequences, and nothing is stuck after them`, {
  timeout: patience,
}, async () => {
  const { played, happened } = await playMany(ground, { sequences, seed: randomInt(2 ** 31) });

  expect(played).toBe(sequences);
  expect([...happened.keys()]).toEqual(expect.arrayContaining(usual));
});
