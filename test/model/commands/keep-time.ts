import fc from "fast-check";
import type { Act } from "./act.ts";
import { life, type StepOf } from "./anybody.ts";

export const keepTime = fc.record({
  kind: fc.constant("schedule" as const),
  /** How long it has been since anything happened. */
  afterMinutes: fc.oneof(
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 10 }) },
    { weight: 2, arbitrary: fc.integer({ min: 60, max: 240 }) },
    { weight: 1, arbitrary: fc.constant(24 * 60) },
  ),
  life,
});

/** Time passes, and the schedule does what is due. */
export function toScheduleAct({ afterMinutes, life: lives }: StepOf<typeof keepTime>): Act {
  return async (world, at) => {
    world.pass(afterMinutes * 60);
    await world.invoke(at, { life: lives }, async (functions) => {
      await functions.schedule()();
    });
  };
}
