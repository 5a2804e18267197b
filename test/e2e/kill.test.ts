import { afterAll, describe, expect, it, vi } from "vitest";
import { personIdSchema } from "../../src/core/person.ts";
import { acmeChannels, acmePeople } from "../../src/local/parts/workspace.ts";
import { type KillPoint, rebootKillPoints, snapshotKillPoints } from "../support/kill/kill-points.ts";
import { outcomeOf, settled } from "../support/kill/outcome.ts";
import { type Asking, makePeople } from "../support/kill/people.ts";
import type { World } from "../support/kill/start-world.ts";
import { makeWorldPool } from "../support/kill/world-pool.ts";

const atOnce = 3;
vi.setConfig({ maxConcurrency: atOnce, testTimeout: 120_000 });

const worlds = makeWorldPool();
afterAll(() => worlds.stop());

const { priya, lena } = acmePeople;
const dana = personIdSchema.parse(acmePeople.dana.email);

interface Story extends Asking {
  readonly approvers: readonly (typeof priya)[];
  readonly action: string;
}

const snapshot: Story = {
  channel: acmeChannels.production.id,
  line: "snapshot prod-orders-01 because the schema changes tonight",
  approvers: [priya, lena],
  action: "CreateDBSnapshot",
};
const reboot: Story = {
  channel: acmeChannels.approvals.id,
  line: "reboot staging-orders-01 because its parameters changed",
  approvers: [priya],
  action: "RebootDBInstance",
};

describe("killed and started again, nothing is lost and nothing runs twice", () => {
  it.concurrent.for(snapshotKillPoints)("a snapshot: killed $moment $what", (point) =>
    worlds.use((world) => survives(world, point, snapshot)),
  );

  it.concurrent.for(rebootKillPoints)("a reboot: killed $moment $what", (point) =>
    worlds.use((world) => survives(world, point, reboot)),
  );
});

async function survives(world: World, point: KillPoint, story: Story): Promise<void> {
  const { slack } = world;
  const before = {
    calls: (await world.changingCalls()).length,
    failures: slack.failures().length,
    own: await countOwn(world),
  };
  const people = makePeople(world);
  const trap = world.killAt(point);

  const id = await people.ask(story);
  for (const approver of story.approvers) await people.approve(approver, story.channel, id);
  const request = await settled(world, id);

  const outcome = await outcomeOf(world, request);
  expect(trap.isSprung()).toBe(true);
  expect(request.status).toBe("executed");
  expect((await countOwn(world)) - before.own).toBe(1);
  expect((await world.changingCalls()).slice(before.calls).map(({ action }) => action)).toEqual([
    story.action,
  ]);

  expect(outcome.brokenLink).toBeUndefined();
  expect(outcome.chainEnd).toBe(request.chainEnd.hash);
  expect(outcome.kinds.join(" ")).toMatch(
    new RegExp(
      `^created( approved){${story.approvers.length}} claimed${point.interruptsTheCall ? " resumed( progressed)*" : "( progressed)+"} completed$`,
    ),
  );

  expect(outcome.places).toEqual([{ cards: [outcome.expected.card], lines: outcome.expected.lines }]);
  expect(outcome.notices).toEqual(outcome.expected.notices);

  const failures = slack.failures().slice(before.failures);
  const unanswered = failures.filter(({ error }) => error === "dispatch_failed");
  expect(failures.filter((failure) => !unanswered.includes(failure))).toEqual([]);
  expect(unanswered).toHaveLength(people.lost());
  expect(await world.queues.dead()).toBe(0);
  expect(world.ledger.troubles()).toEqual([]);
}

async function countOwn({ requests }: World): Promise<number> {
  const { items } = await requests.listByRequester("default", dana, { limit: 100 });
  return items.length;
}
