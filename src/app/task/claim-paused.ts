import type { RequestId } from "../../core/request.ts";
import { secondsAfter } from "../../core/timing/seconds.ts";
import type { PausedTask, PausedTasks } from "../ports/paused-tasks.ts";

interface Dependencies {
  readonly pausedTasks: PausedTasks;
  readonly now: () => Date;
}

/** Takes a paused task for one worker; nothing where another has it, where it is over, and where none is kept. */
export async function claimPaused(
  { pausedTasks, now }: Dependencies,
  id: RequestId,
  leaseSeconds: number,
): Promise<PausedTask | undefined> {
  const paused = await pausedTasks.find(id);
  const claimedUntil = secondsAfter(now(), leaseSeconds);
  if (!paused?.dueAt || (paused.claimedUntil && paused.claimedUntil > now())) return undefined;
  return pausedTasks.save({ ...paused, claimedUntil, dueAt: claimedUntil });
}

/** Gives it back, to be looked after again when the seconds are over; what another worker has taken over stays theirs. */
export async function releasePaused(
  { pausedTasks, now }: Dependencies,
  paused: PausedTask,
  seconds: number,
): Promise<void> {
  const dueAt = secondsAfter(now(), seconds);
  await pausedTasks.save({ ...paused, claimedUntil: undefined, dueAt });
}

/** Nobody has to look after it any more, and its token is forgotten. */
export async function endPaused({ pausedTasks }: Dependencies, paused: PausedTask): Promise<void> {
  await pausedTasks.save({ ...paused, claimedUntil: undefined, dueAt: undefined, sealedToken: undefined });
}
