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
  return async (caller) => {
    if (takeLeased(caller)) return { isGranted: true };
    const drawn = await rates.take(caller, atOnce, limit, now());
    if (drawn.isGranted) {
      leases.set(caller, { left: (leases.get(caller)?.left ?? 0) + atOnce - 1 });
      return drawn;
    }
    return atOnce > 1 ? rates.take(caller, 1, limit, now()) : drawn;
  };

  function takeLeased(caller: string): boolean {
    const left = leases.get(caller)?.left ?? 0;
    if (left > 0) leases.set(caller, { left: left - 1 }, { noUpdateTTL: true });
    return left > 0;
  }
}
