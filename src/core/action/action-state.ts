/** Where an action for an on-premises system is, besides its request's status. */
import { secondsAfter } from "../timing/seconds.ts";
export interface ActionState {
  /** Names this one run: the poller keeps it and answers with it. */
  readonly nonce: string;
  /** How long after its approval it may start. */
  readonly runWithinSeconds: number;
  /** When its decision went to the queue. */
  readonly sentAt?: Date | undefined;
  /** How often and when it was last looked for a poller that takes it. */
  readonly looks: number;
  readonly lookedAt?: Date | undefined;
  /** When a poller was last heard of, as of the last look. */
  readonly pollerSeenAt?: Date | undefined;
  /** The poller that runs it. */
  readonly poller?: string | undefined;
}

/** Three heartbeats: a poller that is not heard of for so long counts as silent. */
const silentAfterSeconds = 90;

const longestPauseSeconds = 3600;

/** Until when an approved action may start. */
export function runUntil({ runWithinSeconds }: ActionState, approvedAt: Date): Date {
  return secondsAfter(approvedAt, runWithinSeconds);
}

/** When to look next for a poller that takes a sent action: ever more seldom, and when its time is over. */
export function nextLookAt(action: ActionState, approvedAt: Date): Date | undefined {
  const since = action.lookedAt ?? action.sentAt;
  if (since === undefined) return undefined;
  const pause = Math.min(silentAfterSeconds * 2 ** action.looks, longestPauseSeconds);
  const end = runUntil(action, approvedAt).getTime();
  return new Date(Math.min(since.getTime() + pause * 1000, end));
}

/** Whether no poller has been heard of lately. */
export function isSilent(seenAt: Date | undefined, now: Date): boolean {
  return seenAt === undefined || now.getTime() - seenAt.getTime() > silentAfterSeconds * 1000;
}
