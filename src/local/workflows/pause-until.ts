import { setTimeout as sleep } from "node:timers/promises";

/** Node's timers take 24 days at most. */
const longest = 2 ** 31 - 1;

/** Resolves at the moment, in milliseconds since 1970. Rejects when the signal comes first. */
export async function pauseUntil(moment: number, signal: AbortSignal): Promise<void> {
  for (let left = moment - Date.now(); left > 0; left = moment - Date.now()) {
    await sleep(Math.min(left, longest), undefined, { signal });
  }
}
