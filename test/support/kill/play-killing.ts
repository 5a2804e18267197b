import type { ApprovalRequest } from "../../../src/core/request.ts";
import type { Aim } from "./killings.ts";
import { isQuiet, settled } from "./outcome.ts";
import type { World } from "./start-world.ts";
import { type Story, tell } from "./stories.ts";
import { makeTraces } from "./traces.ts";

/** A request that has ended, in the world in which the process was killed over it. */
export interface Survived {
  readonly aim: Aim;
  readonly story: Story;
  readonly request: ApprovalRequest;
  /** What RDS was told to change for it. */
  readonly changes: readonly string[];
}

export interface Played {
  readonly isWell: boolean;
  /** Throws what went wrong with the request that was at that point. */
  readonly verdictOf: (aim: Aim) => void;
  /** Everything that somebody complained of; nothing where all is well. */
  readonly complaints: readonly string[];
}

/**
 * Brings one request to each point, kills the application there, starts it again, and follows every request to its end; `check` then
 * looks at each, and throws where something is wrong.
 */
export async function playKilling(
  world: World,
  aims: readonly Aim[],
  check: (world: World, survived: Survived) => Promise<void>,
): Promise<Played> {
  const complaints = watchComplaints(world);
  const played = aims.map((aim, index) => {
    const place = aims.slice(0, index).filter(({ plot }) => plot === aim.plot).length;
    return { aim, story: tell(aim.plot, world, place, aim.point) };
  });

  await Promise.all(played.map(prepare));
  await isQuiet(world);
  const told = await Promise.all(played.map((one) => aimAt(world, one)));

  const trap = world.killAt(told.map(({ target }) => target));
  const sprung = trap.sprung();
  const ends = await Promise.allSettled(
    told.map(async ({ aim, story, before, acts }) => {
      const [leading, ...later] = acts;
      await Promise.all([leading?.(), sprung]);
      for (const act of later) await act();
      const request = await settled(world, story.id());
      const changes = (await world.changesOf(story.database)).slice(before);
      await check(world, { aim, story, request, changes });
    }),
  );
  const made = await complaints();

  return {
    isWell: made.length === 0 && ends.every(({ status }) => status === "fulfilled"),
    verdictOf(aim) {
      const end = ends[aims.indexOf(aim)];
      if (end?.status === "rejected") throw end.reason;
    },
    complaints: made,
  };
}

interface Playing {
  readonly aim: Aim;
  readonly story: Story;
}

/** Up to the act that leads to the point, and until those who do it see the request. */
async function prepare({ aim, story }: Playing): Promise<void> {
  const leading = leadingAct({ aim, story });
  for (const [, act] of story.acts.slice(0, leading)) await act();
  if (leading > 0) await story.shown();
}

async function aimAt(world: World, { aim, story }: Playing) {
  const leading = leadingAct({ aim, story });
  const words = leading > 0 ? [...story.words, story.id()] : story.words;
  return {
    aim,
    story,
    target: { point: aim.point, traces: makeTraces(words) },
    acts: story.acts.slice(leading).map(([, act]) => act),
    /** How many changes of its database there have been for others. */
    before: (await world.changesOf(story.database)).length,
  };
}

function leadingAct({ aim, story }: Playing): number {
  return story.acts.findIndex(([act]) => act === aim.point.act);
}

/** What Slack, Teams, the log and the dead letters will have to complain of from now on, but for the acts that the kill cut off. */
function watchComplaints({ slack, teams, ledger, lost, queues }: World) {
  const before = { slack: slack.failures().length, teams: teams.failures().length, lost: lost() };

  return async (): Promise<readonly string[]> => {
    const chats = {
      slack: slack.failures().slice(before.slack),
      teams: teams.failures().slice(before.teams),
    };
    const now = lost();
    const dead = await queues.deadText();
    return [
      ...ledger.troubles(),
      ...(dead === "none" ? [] : [`dead letters: ${dead}`]),
      ...(["slack", "teams"] as const).flatMap((chat) => {
        const unanswered = chats[chat].filter(({ error }) => error === "dispatch_failed").length;
        const cutOff = now[chat] - before.lost[chat];
        const broken = chats[chat].filter(({ error }) => error !== "dispatch_failed");
        return [
          ...broken.map((failure) => `${chat}: ${JSON.stringify(failure)}`),
          ...(unanswered === cutOff ? [] : [`${chat}: ${unanswered} acts unanswered, ${cutOff} cut off`]),
        ];
      }),
    ];
  };
}
