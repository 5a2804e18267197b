import { afterAll, describe, expect, it, vi } from "vitest";
import type { ApprovalRequest } from "../../src/core/request.ts";
import type { KillPoint } from "../support/kill/kill-point.ts";
import { killings } from "../support/kill/killings.ts";
import { mailOutcomeOf } from "../support/kill/mail-outcome.ts";
import { outcomeOf } from "../support/kill/outcome.ts";
import { type Played, playKilling, type Survived } from "../support/kill/play-killing.ts";
import type { World } from "../support/kill/start-world.ts";
import { teamsOutcomeOf } from "../support/kill/teams-outcome.ts";
import { makeWorldPool } from "../support/kill/world-pool.ts";

// All tests begin at once and wait for their killing; of those, so many are played at a time.
const atOnce = 2;
vi.setConfig({ maxConcurrency: 100, testTimeout: 600_000 });

const worlds = makeWorldPool(atOnce);
afterAll(() => worlds.stop());

describe.concurrent("killed and started again, nothing is lost and nothing runs twice", () => {
  for (const aims of killings) {
    let playing: Promise<Played> | undefined;
    const played = () => {
      playing ??= worlds.use((world) => playKilling(world, aims, survives));
      return playing;
    };

    it.for(aims)("$plot: killed $point.moment $point.what", async (aim) => (await played()).verdictOf(aim));

    it(`and nobody complains of anything, of ${aims.length} requests that it died over`, async () => {
      expect((await played()).complaints).toEqual([]);
    });
  }
});

async function survives(
  world: World,
  { aim: { point, plot }, story, request, changes }: Survived,
): Promise<void> {
  const outcome = await outcomeOf(world, request);

  expect(request.status).toBe(story.end);
  expect(changes).toEqual(story.changes);
  expect(await underWay(world, request, story.database)).toEqual([]);

  expect(outcome.brokenLink).toBeUndefined();
  expect(outcome.chainEnd).toBe(request.chainEnd.hash);
  const end = story.end === "cancelled" ? "cancelled" : `claimed${courseOf(point)} completed`;
  expect(outcome.kinds.join(" ")).toMatch(new RegExp(`^created${story.decisions} ${end}$`));
  expect(outcome.places).toEqual(
    request.slackChannels.map(() => ({ cards: [outcome.expected.card], lines: outcome.expected.lines })),
  );

  if (plot === "a reboot, in Teams") return showsInTeams(world, point, request);
  expect(outcome.notices).toEqual(outcome.expected.notices);
  if (plot === "a snapshot, by a mail's link") return isMailed(world, point, request);
}

/** What a run has on record between claim and end. One that goes on while its approval is being told may be hit anywhere. */
function courseOf({ reach, interruptsTheCall }: KillPoint): string {
  if (interruptsTheCall) return " resumed( progressed)*";
  return reach === "in the run" ? "( progressed)+" : "( resumed)?( progressed)*";
}

/** Somebody who was not answered may not have asked twice. */
async function underWay({ requests }: World, { tenant, requestedBy }: ApprovalRequest, database: string) {
  const { items } = await requests.listByRequester(tenant, requestedBy.id, { limit: 100 });
  const isOver = (status: string) => status === "executed" || status === "cancelled";
  return items.filter(({ subject, status }) => subject === database && !isOver(status));
}

async function showsInTeams(world: World, point: KillPoint, request: ApprovalRequest): Promise<void> {
  const { cards, lines, notices, expected } = await teamsOutcomeOf(world, request);

  // The one that nobody knows of stays as it was.
  expect(cards.slice(0, -1)).toHaveLength(mayComeTwice(point) && cards.length > 1 ? 1 : 0);
  expect(cards.at(-1)).toEqual(expected.card);
  expect(seen(lines, point)).toEqual(expected.lines);
  expect(seen(notices, point)).toEqual(expected.notices);
}

async function isMailed(world: World, point: KillPoint, request: ApprovalRequest): Promise<void> {
  const { mails, openLinks, expected } = await mailOutcomeOf(world, request);

  expect(seen(mails, point).toSorted()).toEqual(expected.mails.toSorted());
  expect(openLinks).toBe(0);
}

/** Without the one that came once more, where that may be. */
function seen(texts: readonly string[], point: KillPoint): readonly string[] {
  const copy = texts.findIndex((text, place) => texts.indexOf(text) < place);
  return mayComeTwice(point) && copy !== -1 ? texts.toSpliced(copy, 1) : texts;
}

/** A notifier is at several places at a time, so that one may have been sent to while another's call is held. */
function mayComeTwice(point: KillPoint): boolean {
  return point.mayComeTwice === true || point.reach === "by an event";
}
