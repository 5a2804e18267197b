import assert from "node:assert/strict";
import { type RequestId, requestIdSchema } from "../../src/core/request.ts";
import type { Account } from "./checks/account.ts";
import { checkCalls } from "./checks/check-calls.ts";
import { checkChats, checkShown } from "./checks/check-chats.ts";
import { checkKept } from "./checks/check-kept.ts";
import { checkPremises, checkReported } from "./checks/check-premises.ts";
import { checkRead } from "./checks/check-read.ts";
import { checkRequest } from "./checks/check-request.ts";
import { checkTold } from "./checks/check-told.ts";
import { type AtWork, afterEntries } from "./checks/check-turns.ts";
import { checkAllArrived, checkArrivals } from "./checks/check-webhooks.ts";
import { checkAnswered, checkWorkflows } from "./checks/check-workflows.ts";
import { delegationsIn, nobodyAway, withEntry } from "./checks/stand-ins.ts";
import { isUnsettled, settle } from "./commands/settle.ts";
import { perform, type Step } from "./commands/steps.ts";
import type { Lane } from "./world/lane.ts";
import type { World } from "./world/world.ts";

/** What a sequence came to, for the figures. */
export interface Played {
  readonly steps: number;
  readonly wireCalls: number;
  readonly kinds: readonly string[];
  readonly statuses: readonly string[];
  /** How often each kind of step has done something, and what else not every sequence comes to. */
  readonly happened: ReadonlyMap<string, number>;
}

/** They do something without a process of ours. */
const apart: readonly Step["kind"][] = ["drift", "pass", "pause", "stop-workflow"];

type AccountOf = (id: string) => Account | undefined;

/** Plays the steps in a new world of the lane, checks every invariant after each, and then lets everything come to its end. */
export async function play(lane: Lane, steps: readonly Step[]): Promise<Played> {
  const world = await lane.begin();
  const accounts = new Map<RequestId, { readonly account: Account; readonly events: number }>();

  const accountOf: AccountOf = (of) => accounts.get(requestIdSchema.parse(of))?.account;
  let standIns = nobodyAway;
  let atWork: AtWork = new Map();
  let arrived = 0;

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
    atWork = afterEntries(atWork, world.outbox.slice(known), world);
    checkTold(world);
    checkPremises(world, accountOf);
    checkWorkflows(world, accountOf);
    checkArrivals(world, arrived);
    arrived = world.receivers.arrivals.length;
    checkChats(world);
  }

  try {
    for (const step of steps) {
      const before = world.calls.length;
      await perform(world, step);
      if (world.calls.length > before || apart.includes(step.kind)) world.noteHappening(`step ${step.kind}`);
      check();
    }
    await settle(world, check);
    await checkEnd(world, accountOf);
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
    happened: new Map([...world.happened, ...outsideOf(world)]),
  };
}

/** What those have met whom our processes reach. */
function outsideOf({ premises, receivers, workflows }: World): readonly (readonly [string, number])[] {
  return [
    ["a program runs on the premises", premises.runs.length],
    ["a receiver takes an event", receivers.arrivals.filter(({ isTaken }) => isTaken).length],
    ["a receiver takes none", receivers.arrivals.filter(({ isTaken }) => !isTaken).length],
    ["a workflow is told", workflows.all.filter(({ end }) => end && end.kind !== "stopped").length],
    ["a workflow waits no more", workflows.all.filter((one) => !one.end && !workflows.isWaiting(one)).length],
  ];
}

/** Invariant 7, and that nothing is stuck: all is told, shown, and at its end or with people. */
async function checkEnd(world: World, accountOf: AccountOf): Promise<void> {
  assert.equal(world.outboxRead(), world.outbox.length, "every event is told");
  assert(
    !isUnsettled(world),
    `nothing is stuck: ${JSON.stringify([...world.seen.values()].map(({ request: { id, status } }) => [id, status]))}`,
  );
  checkReported(world);
  checkAnswered(world);
  await checkAllArrived(world);
  await checkKept(world);
  for (const seen of world.seen.values()) {
    checkShown(world, seen);
    checkRead(world, seen, accountOf(seen.request.id));
  }
}
