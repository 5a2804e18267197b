import fc from "fast-check";
import type { World } from "../world/world.ts";
import type { StepOf } from "./anybody.ts";

export const drift = fc.record({
  kind: fc.constant("drift" as const),
  instance: fc.constantFrom("prod-orders", "prod-orders", "staging-orders", "dev-orders"),
  toClass: fc.constantFrom("db.r6g.2xlarge", "db.m6g.large"),
  minutesAfter: fc.constantFrom(0, 1),
});

/** Somebody changes an instance without asking, and it takes RDS a moment. */
export function makeDrift(world: World, { instance, toClass, minutesAfter }: StepOf<typeof drift>): void {
  world.databases.drift(instance, toClass);
  world.pass(minutesAfter * 60);
}
