import { LRUCache } from "lru-cache";
import type { RateAnswer, RateLimit, RateStore } from "../ports/rate-store.ts";

/** Counts one call of a caller. */
export type LimitRate = (caller: string) => Promise<RateAnswer>;

const mostLeases = 10_000;
/** Calls that nobody made by then are lost, so that no instance keeps a store of them. */
const leaseMilliseconds = 30_000;
/** A twentieth of a burst is taken at once, so that one write serves so many calls. */
const leasesPerBurst = 20;

interface Lease {
  readonly left: number;
}

/**
 * Draws calls from the callers' shared buckets, some at a time. What is drawn is gone for all other instances, so that together
 * they never grant more than the limit.
 */
export function makeLimitRate({
  rates,
  limit,
  now,
}: {
  readonly rates: RateStore;
  readonly limit: RateLimit;
  readonly now: () => Date;
}): LimitRate {
  const leases = new LRUCache<string, Lease>({ max: mostLeases, ttl: leaseMilliseconds });
  const atOnce = Math.max(1, Math.floor(limit.burst / leasesPerBurst));
  const draws = new Map<string, Promise<RateAnswer>>();
  return async (caller) => {
    while (!takeLeased(caller)) {
      const drawn = await (draws.get(caller) ?? draw(caller));
      if (!drawn.isGranted) return drawn;
    }
    return { isGranted: true };
  };

  /** One draw at a time for each caller: whoever comes meanwhile takes of what it brings. */
  function draw(caller: string): Promise<RateAnswer> {
    const drawing = drawSome(caller).finally(() => draws.delete(caller));
    draws.set(caller, drawing);
    return drawing;
  }

  async function drawSome(caller: string): Promise<RateAnswer> {
    const several = await rates.take(caller, atOnce, limit, now());
    const drawn = several.isGranted ? several : await rates.take(caller, 1, limit, now());
    const calls = several.isGranted ? atOnce : 1;
    if (drawn.isGranted) leases.set(caller, { left: (leases.get(caller)?.left ?? 0) + calls });
    return drawn;
  }

  function takeLeased(caller: string): boolean {
    const left = leases.get(caller)?.left ?? 0;
    if (left > 0) leases.set(caller, { left: left - 1 }, { noUpdateTTL: true });
    return left > 0;
  }
}
