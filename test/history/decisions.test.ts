import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ground, type Lane, openLane, startGround } from "../model/world/lane.ts";
import { findLinearization } from "../support/linearizability/find-linearization.ts";
import { type Meeting, meetings, mostAtOnce, recordHistory } from "./record-history.ts";
import { sequentialRequest } from "./sequential-request.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await startGround();
});
afterAll(() => ground.stop());

const histories = 100;
const patience = 180_000;

async function isLinearizable(lane: Lane, meeting: Meeting): Promise<boolean> {
  const { request, now, history } = await recordHistory(lane, meeting);
  return findLinearization(sequentialRequest(request, now), history) !== undefined;
}

test(`${histories} meetings of people who decide at once, at every door, are as if they had come one by one`, {
  timeout: patience,
}, async () => {
  const lane = await openLane(ground, "meetings", { machines: mostAtOnce });

  await fc.assert(
    fc.asyncProperty(meetings, async (meeting) => {
      expect(await isLinearizable(lane, meeting)).toBe(true);
    }),
    { numRuns: histories },
  );

  await lane.close();
});

test("a store that saves without its conditions is found out", { timeout: patience }, async () => {
  const lane = await openLane(ground, "careless", {
    machines: mostAtOnce,
    alter: (body) => body.replaceAll(/"ConditionExpression":"[^"]*",?/g, ""),
  });

  const found = await fc.check(
    fc.asyncProperty(meetings, (meeting) => isLinearizable(lane, meeting)),
    { numRuns: histories, endOnFailure: true },
  );

  expect(found.failed).toBe(true);
  await lane.close();
});
