import assert from "node:assert/strict";
import { isFinal } from "../../../src/core/request.ts";
import { pollers } from "../world/premises.ts";
import { type Consumer, consumers } from "../world/queues.ts";
import type { World } from "../world/world.ts";
import { handOver } from "./deliver.ts";
import { toScheduleAct } from "./keep-time.ts";
import { takeDecision } from "./poll.ts";
import { toPublishAct } from "./publish.ts";

/** Healthy processes do all that is left, the last of which is the schedule's, whatever was lost before. */
export async function settle(world: World, check: () => void): Promise<void> {
  await drain(world, check);
  for (let round = 1; round <= 12 && isUnsettled(world); round += 1) {
    await toScheduleAct({ kind: "schedule", afterMinutes: 60, life: undefined })(world, 0);
    check();
    await drain(world, check);
  }
}

/** Not for people to go on with, and not at its end. */
export function isUnsettled({ seen }: World): boolean {
  return [...seen.values()].some(
    ({ request: { status, task } }) =>
      ["approved", "scheduled", "executing"].includes(status) ||
      (isFinal({ status }) && task && task.answer === undefined),
  );
}

const mostRounds = 200;

/** They change what the others tell of. */
const workers: readonly Consumer[] = [
  "dispatch",
  "run-operation",
  "poller-reports",
  "step-functions",
  "refresh-preflight",
];
const tellers = consumers.filter((consumer) => !workers.includes(consumer));

/** Tells all that is in the outbox, and delivers until the queues are empty: first all that is to be done, and then what has come of it. */
async function drain(world: World, check: () => void): Promise<void> {
  for (let round = 1; round <= mostRounds; round += 1) {
    while (world.outboxRead() < world.outbox.length) {
      await toPublishAct({ kind: "publish", most: 100, again: 0, life: undefined })(world, 0);
    }
    const { decisions } = world.premises;
    const lines = [
      { nextAt: world.queues.nextAt(workers), work: () => deliverOf(world, workers) },
      { nextAt: decisions.nextAt(), work: () => pollAll(world, round) },
      { nextAt: world.queues.nextAt(tellers), work: () => deliverOf(world, tellers) },
    ];
    const first = lines.find(({ nextAt }) => nextAt !== undefined);
    if (!first) return;
    world.passUntil(first.nextAt ?? 0);
    await first.work();
    check();
  }
  assert.fail(`the queues do not get empty: ${world.troubles.at(-1)}`);
}

/** The pollers come by turns: what one of them has begun waits for that one. */
async function pollAll(world: World, round: number): Promise<void> {
  const poller = pollers[round % pollers.length] ?? pollers[0];
  for (const message of world.premises.decisions.visible()) await takeDecision(world, 0, { poller, message });
}

async function deliverOf(world: World, some: readonly Consumer[]): Promise<void> {
  for (const consumer of some) await deliverAll(world, consumer);
}

/**
 * The last message about a request is handled, and with it those before: each only says to look at the request, and that the same is
 * looked at again without harm is what the steps are for.
 */
async function deliverAll(world: World, consumer: Consumer): Promise<void> {
  const handled = new Set<string>();
  for (const message of world.queues.visible(consumer).toReversed()) {
    if (message.isNotice && handled.has(message.requestId)) {
      world.queues.done(consumer, message);
    } else {
      // A refused attempt alone is shown by nobody, and not every event has a database read.
      const isLookedAt = consumer !== "refresh-preflight" && !message.body.includes('"refused"');
      if (message.isNotice && isLookedAt) handled.add(message.requestId);
      await handOver(world, 0, { consumer, message });
    }
  }
}
