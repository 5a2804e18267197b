import assert from "node:assert/strict";
import { type RequestId, requestIdSchema } from "../../src/core/request.ts";
import type { Account } from "./checks/account.ts";
import { checkCalls } from "./checks/check-calls.ts";
import { checkChats, checkShown } from "./checks/check-chats.ts";
import { checkKept } from "./checks/check-kept.ts";
import { checkRequest } from "./checks/check-request.ts";
import { checkTold } from "./checks/check-told.ts";
import { delegationsIn, nobodyAway, withEntry } from "./checks/stand-ins.ts";
import { handOver } from "./commands/deliver.ts";
import { toScheduleAct } from "./commands/keep-time.ts";
import { toPublishAct } from "./commands/publish.ts";
import { perform, type Step } from "./commands/steps.ts";
import type { Lane } from "./world/lane.ts";
import { type Consumer, consumers } from "./world/queues.ts";
import type { World } from "./world/world.ts";

/** What a sequence came to, for the figures. */
export interface Played {
  readonly steps: number;
  readonly wireCalls: number;
  readonly kinds: readonly string[];
  readonly statuses: readonly string[];
}

/** Plays the steps in a new world of the lane, checks every invariant after each, and then lets everything come to its end. */
export async function play(lane: Lane, steps: readonly Step[]): Promise<Played> {
  const world = await lane.begin();
  const accounts = new Map<RequestId, { readonly account: Account; readonly events: number }>();

  const accountOf = (of: string) => accounts.get(requestIdSchema.parse(of))?.account;
  let standIns = nobodyAway;

  function check(): void {
    const known = world.outbox.length;
    const changed = world.look();
    for (const entry of delegationsIn(world.outbox.slice(known))) standIns = withEntry(standIns, entry);
    for (const seen of changed) {
      const { id } = seen.request;
      const before = accounts.get(id);
      const account = checkRequest(seen, { standIns, accountOf }, before?.account, before?.events ?? 0);
      accounts.set(id, { account, events: seen.events.length });
    }
    checkCalls(world);
    checkTold(world);
    checkChats(world);
  }

  try {
    for (const step of steps) {
      await perform(world, step);
      check();
    }
    await settle(world, check);
    await checkEnd(world);
  } catch (error) {
    const [trouble] = world.troubles.slice(-1);
    if (error instanceof Error && trouble !== undefined) error.message += `\nthe last complaint: ${trouble}`;
    throw error;
  }
  const all = [...world.seen.values()];
  return {
    steps: steps.length,
    wireCalls: world.calls.length,
    kinds: all.flatMap(({ events }) => events.map(({ kind }) => kind)),
    statuses: all.map(({ request }) => request.status),
  };
}

/** Healthy processes do all that is left, the last of which is the schedule's, whatever was lost before. */
async function settle(world: World, check: () => void): Promise<void> {
  await drain(world, check);
  for (let round = 1; round <= 12 && isUnsettled(world); round += 1) {
    await toScheduleAct({ kind: "schedule", afterMinutes: 60, life: undefined })(world, 0);
    check();
    await drain(world, check);
  }
}

/** Not for people to go on with, and not at its end. */
function isUnsettled({ seen }: World): boolean {
  return [...seen.values()].some(({ request: { status } }) =>
    ["approved", "scheduled", "executing"].includes(status),
  );
}

const mostRounds = 200;

const workers: readonly Consumer[] = ["dispatch", "run-operation"];
const tellers = consumers.filter((consumer) => !workers.includes(consumer));

/** Tells all that is in the outbox, and delivers until the queues are empty: first all that is to be done, and then what has come of it. */
async function drain(world: World, check: () => void): Promise<void> {
  for (let round = 1; round <= mostRounds; round += 1) {
    while (world.outboxRead() < world.outbox.length) {
      await toPublishAct({ kind: "publish", most: 100, again: 0, life: undefined })(world, 0);
    }
    const [first] = [workers, tellers].filter((some) => world.queues.nextAt(some) !== undefined);
    if (!first) return;
    world.passUntil(world.queues.nextAt(first) ?? 0);
    for (const consumer of first) await deliverAll(world, consumer);
    check();
  }
  assert.fail(`the queues do not get empty: ${world.troubles.at(-1)}`);
}

/**
 * The last message about a request is handled, and with it those before: each only says to look at the request, and that the same is
 * looked at again without harm is what the steps are for.
 */
async function deliverAll(world: World, consumer: Consumer): Promise<void> {
  const handled = new Set<string>();
  for (const message of world.queues.visible(consumer).toReversed()) {
    if (consumer !== "run-operation" && handled.has(message.requestId)) {
      world.queues.done(consumer, message);
    } else {
      // A refused attempt alone is shown by nobody.
      if (!message.body.includes('"refused"')) handled.add(message.requestId);
      await handOver(world, 0, { consumer, message });
    }
  }
}

/** Invariant 7, and that nothing is stuck: all is told, shown, and at its end or with people. */
async function checkEnd(world: World): Promise<void> {
  assert.equal(world.outboxRead(), world.outbox.length, "every event is told");
  assert(
    !isUnsettled(world),
    `nothing is stuck: ${JSON.stringify([...world.seen.values()].map(({ request: { id, status } }) => [id, status]))}`,
  );
  for (const seen of world.seen.values()) {
    checkShown(world, seen);
    await checkKept(world, seen);
  }
}
