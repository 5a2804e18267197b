import { expect } from "vitest";
import { outcomeOf, settled } from "../kill/outcome.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { longestWaitMs } from "./longest-wait.ts";
import { makePeople } from "./people.ts";
import type { FaultyWorld } from "./start-faulty-world.ts";
import type { Story, Told } from "./stories.ts";

/**
 * These are given up after five attempts, which a shower of faults soon uses up: the schedule makes up for what is not dispatched, and
 * nothing else depends on the others.
 */
const givenUpSoon = /-(dispatch|measure|refresh-preflight|revoke-tokens)-dead/;

/** What comes of a handler that had to wait for AWS too long; the person is told, by Slack or by the handler. */
const toldByLate: ReadonlySet<string> = new Set(["dispatch_failed", "expired_trigger_id"]);

/** SES takes a mail whose answer was lost once more. */
const mostCopies = 2;

/** Plays the stories at the same time, and checks what has become of each once all is quiet. Throws with the faults that it met. */
export async function playRound(
  world: FaultyWorld,
  plan: Pick<FaultPlan, "lately">,
  stories: readonly Story[],
  lane: 0 | 1,
): Promise<void> {
  await world.beginRound();
  try {
    const people = makePeople(world);
    const told = await Promise.all(stories.map((story) => story(people, lane)));
    for (const one of told) await settled(world, one.id, longestWaitMs);
    // First, as what was given up is missed by the others.
    expect(await world.queues.deadText((name) => !givenUpSoon.test(name)), "dead letters").toBe("none");
    for (const one of told) await check(world, one);
    expect(people.puzzles()).toEqual([]);
    const broken = world.slack.failures().filter(({ error }) => !toldByLate.has(error));
    expect(broken).toEqual([]);
  } catch (error) {
    const met = plan.lately().join("\n");
    throw new Error(`${error instanceof Error ? error.message : error}\nafter these faults:\n${met}`, {
      cause: error,
    });
  }
  plan.lately();
}

async function check(world: FaultyWorld, { id, approvals, effect }: Told): Promise<void> {
  const request = await world.requests.find(id);
  if (!request) throw new Error(`${id} is not there`);
  const outcome = await outcomeOf(world, request);
  const about = `${id}: ${outcome.kinds.join(" ")}${"outcome" in request ? ` ${JSON.stringify(request.outcome)}` : ""}`;

  expect(request.status, about).toBe("executed");
  expect(outcome.brokenLink, about).toBeUndefined();
  expect(outcome.chainEnd, about).toBe(request.chainEnd.hash);
  expect(outcome.kinds.filter((kind) => kind === "approved").length, about).toBe(approvals);
  for (const once of ["created", "completed"]) {
    expect(outcome.kinds.filter((kind) => kind === once).length, about).toBe(1);
  }
  if ("action" in effect) {
    const { action, instance } = effect;
    const made = (await world.changingCalls()).filter((call) => call.includes(id));
    expect(made.map((call) => call.split(" ")[0]).slice(world.doubled(action, instance)), about).toEqual([
      action,
    ]);
  } else {
    expect((await world.restarted()).filter((unit) => unit === effect.unit).length, about).toBe(1);
  }

  expect(outcome.places, about).toEqual(
    request.slackChannels.map(() => ({ cards: [outcome.expected.card], lines: outcome.expected.lines })),
  );
  // Whoever did not ask in Slack is told elsewhere.
  const notices = request.requestedVia === "slack" ? outcome.expected.notices : [];
  expect(outcome.notices.toSorted(), about).toEqual(notices.toSorted());
  const mails = (await world.inbox.mails()).filter(({ body }) => body.text.includes(id));
  const copies = Map.groupBy(mails, ({ destination, subject }) => `${destination.to} ${subject}`);
  expect(
    [...copies.values()].every(({ length }) => length <= mostCopies),
    about,
  ).toBe(true);
}
