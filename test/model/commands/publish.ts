import fc from "fast-check";
import { toStreamRecords } from "../world/world.ts";
import type { Act } from "./act.ts";
import { life, type StepOf } from "./anybody.ts";

export const publish = fc.record({
  kind: fc.constant("publish" as const),
  /** How many records the stream hands over at most. */
  most: fc.integer({ min: 1, max: 4 }),
  /** How many of those that were told before come once more. */
  again: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
  ),
  life,
});

/** The stream hands over its next records, and some that it had handed over already. */
export function toPublishAct({ most, again, life: lives }: StepOf<typeof publish>): Act {
  return async (world, at) => {
    const from = Math.max(0, world.outboxRead() - again);
    const records = toStreamRecords(world.outbox.slice(from, world.outboxRead() + most), from);
    if (records.length === 0) return;
    let failedAt: string | undefined;
    const end = await world.invoke(at, { life: lives }, async (functions) => {
      const answer = await functions["publish-events"]()({ Records: records }, {} as never, () => {});
      failedAt = answer?.batchItemFailures[0]?.itemIdentifier;
    });
    // Who died is handed all of it again.
    if (end === "ended")
      world.readOutboxTo(failedAt === undefined ? from + records.length : Number(failedAt));
  };
}
