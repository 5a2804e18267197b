import type { KillPoint, Reach } from "./kill-point.ts";
import { mailKillPoints } from "./mail-points.ts";
import { rebootKillPoints, snapshotKillPoints } from "./slack-points.ts";
import type { Plot } from "./stories.ts";
import { teamsKillPoints } from "./teams-points.ts";

/** One request's point in a killing: a request of its own is brought there. */
export interface Aim {
  readonly plot: Plot;
  readonly point: KillPoint;
}

const points: Readonly<Record<Plot, readonly KillPoint[]>> = {
  "a snapshot, in Slack": snapshotKillPoints,
  "a reboot, in Slack": rebootKillPoints,
  "a reboot, in Teams": teamsKillPoints,
  "a snapshot, by a mail's link": mailKillPoints,
};

/**
 * How many requests are at their points when the process is killed: few enough that the first one does not wait for the last one for
 * longer than a client waits for an answer, and that no queue has all its handlers held.
 */
const most: Readonly<Record<Reach, number>> = { "in the answer": 7, "by an event": 8, "in the run": 4 };

/**
 * Every point of every story, dealt to kills: one process dies over several requests, as it does in life, and each is at another
 * point. Those together come to their points at about the same time, by the same way.
 */
export const killings: readonly (readonly Aim[])[] = reaches().flatMap((reach) => {
  const aims = interleaved(
    plots().map((plot) =>
      points[plot].filter((point) => point.reach === reach).map((point) => ({ plot, point })),
    ),
  );
  return chunks(aims, most[reach]);
});

function reaches(): readonly Reach[] {
  return ["in the answer", "by an event", "in the run"];
}

function plots(): readonly Plot[] {
  return Object.keys(points) as Plot[];
}

/** The first of each, then the second of each: so the handlers of one queue are spread over the kills. */
function interleaved<One>(lists: readonly (readonly One[])[]): readonly One[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) =>
    lists.flatMap((list) => list.slice(place, place + 1)),
  ).flat();
}

function chunks<One>(all: readonly One[], size: number): readonly (readonly One[])[] {
  const starts = Array.from({ length: Math.ceil(all.length / size) }, (_, chunk) => chunk * size);
  return starts.map((start) => all.slice(start, start + size));
}
