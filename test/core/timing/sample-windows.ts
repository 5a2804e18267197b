import fc from "fast-check";
import { type Freeze, freezeSchema } from "../../../src/core/timing/freeze.ts";
import { type PolicyWindow, policyWindowSchema, weekdays } from "../../../src/core/timing/policy-window.ts";

export function windowOf(
  written: Partial<Record<"from" | "to" | "time_zone", string>> & { readonly days?: readonly string[] },
): PolicyWindow {
  return policyWindowSchema.parse({ from: "22:00", to: "05:00", ...written });
}

export function freezeOf(written: object = {}): Freeze {
  return freezeSchema.parse({
    name: "sales",
    from: "2026-11-26 18:00",
    to: "2026-11-30 08:00",
    action: "hold",
    ...written,
  });
}

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));

const zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];

export const anyWindow: fc.Arbitrary<PolicyWindow> = fc
  .record({
    days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
    from: clock,
    to: clock,
    time_zone: fc.constantFrom(...zones),
  })
  .filter((window) => policyWindowSchema.safeParse(window).success)
  .map((window) => policyWindowSchema.parse(window));

export const anyMoment = fc
  .integer({ min: Date.UTC(2026, 0, 1) / 1000, max: Date.UTC(2028, 0, 1) / 1000 })
  .map((seconds) => new Date(seconds * 1000));
