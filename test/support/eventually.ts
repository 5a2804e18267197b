import { setTimeout as sleep } from "node:timers/promises";

const soonestMs = 25;
const latestMs = 250;

/**
 * Looks again and again until there is something, and gives it; throws, saying what was waited for, when nothing comes. The longer it
 * takes, the more seldom it looks, as each look costs the machine on which it is waited for.
 */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | false | undefined> | Found | false | undefined,
  withinMs = 45_000,
): Promise<Found> {
  const begun = Date.now();
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    const waited = Date.now() - begun;
    if (waited > withinMs) throw new Error(`waited ${withinMs / 1000} s in vain for ${what}`);
    await sleep(Math.min(latestMs, Math.max(soonestMs, waited / 10)));
  }
}
