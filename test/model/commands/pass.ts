import fc from "fast-check";
import type { World } from "../world/world.ts";
import type { StepOf } from "./anybody.ts";

export const pass = fc.record({
  kind: fc.constant("pass" as const),
  minutes: fc.oneof(
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 10 }) },
    { weight: 1, arbitrary: fc.integer({ min: 60, max: 240 }) },
    { weight: 1, arbitrary: fc.constant(24 * 60) },
  ),
});

/** Time passes, and the schedule is late. */
export function letPass(world: World, { minutes }: StepOf<typeof pass>): void {
  world.pass(minutes * 60);
}
