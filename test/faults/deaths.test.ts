import { randomInt } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { play } from "../model/play.ts";
import { type Ground, type Lane, openLane, startGround } from "../model/world/lane.ts";
import { type Death, deathsOf, interrupted } from "../support/deaths/interrupted.ts";
import { type Story, stories } from "../support/deaths/stories.ts";

/** In a soak every death is played; else one of those that leave the same behind, and none over Slack, which are the kill test's. */
const isWhole = process.env.DEATHS_WHOLE !== undefined;
const pairs = Number(process.env.DEATHS_PAIRS ?? 5);
const seed = Number(process.env.FAULTS_SEED ?? randomInt(2 ** 31));

/** The lane has one story at a time: one that is cut off would play on in the next one's world. */
const patience = 3_600_000;

let ground: Ground;
let lane: Lane;
const deaths = new Map<Story, readonly Death[]>();
beforeAll(async () => {
  ground = await startGround();
  lane = await openLane(ground, "deaths");
  for (const story of Object.values(stories)) deaths.set(story, await deathsOf(lane, story.steps));
});
afterAll(async () => {
  await lane.close();
  await ground.stop();
});

/** Plays the story with those deaths in it. Throws where a rule is broken, or it does not come to its end. */
async function survives(story: Story, dying: readonly Death[]): Promise<void> {
  const { statuses } = await play(lane, interrupted(story.steps, dying));
  expect(statuses).toContain(story.end);
}

function isSlacks({ effects }: Death): boolean {
  return effects.includes("/api/");
}

/** What a death has left behind, that was played. */
const played = new Set<string>();

test.each(Object.entries(stories))(
  "%s: after whatever effect a process dies, nothing is lost and nothing is done twice",
  async (_what, story) => {
    const all = deaths.get(story) ?? [];
    for (const death of all) {
      const { step, effects } = death;
      if (!isWhole && (played.has(effects) || isSlacks(death))) continue;
      played.add(effects);

      await survives(story, [death]).catch((cause: unknown) => {
        throw new Error(`died in step ${step}, after it had made: ${effects}`, { cause });
      });
    }

    expect(all.length).toBeGreaterThan(10);
  },
  patience,
);

test(
  `nor when a second process dies over the same story, ${pairs} times`,
  async () => {
    const told = fc.constantFrom(...deaths.keys());
    const pair = told.chain((story) => {
      const one = fc.constantFrom(...(deaths.get(story) ?? []));
      return fc.record({ story: fc.constant(story), dying: fc.array(one, { minLength: 2, maxLength: 2 }) });
    });

    await fc.assert(
      fc.asyncProperty(pair, ({ story, dying }) => survives(story, dying)),
      { seed, numRuns: pairs },
    );
  },
  patience,
);
