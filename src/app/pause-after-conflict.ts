import { setTimeout as sleep } from "node:timers/promises";

const firstMilliseconds = 40;
const mostMilliseconds = 400;

/**
 * Waits before a change is tried again that came second, by chance for longer with each attempt (the first is 1), so that those who met
 * do not meet again: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ ("full jitter").
 */
export async function pauseAfterConflict(attempt: number): Promise<void> {
  const most = Math.min(firstMilliseconds * 2 ** (attempt - 1), mostMilliseconds);
  await sleep(Math.random() * most);
}
