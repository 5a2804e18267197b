import { setTimeout as sleep } from "node:timers/promises";

const everyMs = 25;

/** Looks again and again until there is something, and gives it; throws, saying what was waited for, when nothing comes. */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | false | undefined> | Found | false | undefined,
  withinMs = 45_000,
): Promise<Found> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited ${withinMs / 1000} s in vain for ${what}`);
    await sleep(everyMs);
  }
}
