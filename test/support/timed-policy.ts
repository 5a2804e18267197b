import type { Policy } from "../../src/core/policy/policy.ts";
import type { Freeze } from "../../src/core/timing/freeze.ts";
import { type PolicyWindow, policyWindowSchema } from "../../src/core/timing/policy-window.ts";

/** The desk's clock begins so far behind the machine's. */
const behindMilliseconds = 12 * 3_600_000;

/** The same for all of a file's tests, whichever minute passes meanwhile. */
const minute = Math.floor((Date.now() - behindMilliseconds) / 60_000);

/** A full minute by a new desk's clock, so many minutes from when the file began. */
export function inMinutes(minutes: number): Date {
  return new Date((minute + minutes) * 60_000);
}

const clockOf = (moment: Date) => moment.toISOString().slice(11, 16);

/** Open every day, from and to so many minutes from then. */
export function windowInMinutes(from: number, to: number): PolicyWindow {
  return policyWindowSchema.parse({ from: clockOf(inMinutes(from)), to: clockOf(inMinutes(to)) });
}

export function freezeInMinutes(from: number, to: number, changes: Partial<Freeze> = {}): Freeze {
  return {
    name: "sales",
    from: inMinutes(from),
    to: inMinutes(to),
    action: "hold",
    reason: "the shop is full",
    ...changes,
  };
}

/** The policy with other times; `startIn` has its rule for production demand that window. */
export function timed(
  policy: Policy,
  { startIn, ...times }: Partial<Pick<Policy, "windows" | "freezes">> & { readonly startIn?: string },
): Policy {
  const rules = policy.rules.map((rule) => ({ ...rule, ...(startIn && { start_in: startIn }) }));
  return { ...policy, rules, ...times };
}
