import fc from "fast-check";
import type { Name } from "../world/model-policy.ts";

/** Whoever acts: most often those who may decide. */
export const anybody: fc.Arbitrary<Name> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Name>("dana") },
  { weight: 7, arbitrary: fc.constantFrom<Name>("priya", "tom", "lena", "marco") },
  { weight: 2, arbitrary: fc.constant<Name>("olga") },
);

/** Which of the requests so far, counted from the last one. */
export const whichRequest = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constant(1) },
);

function death(most: number) {
  return fc.record({
    // Otherwise it would mostly be the first or the last call.
    calls: fc.noBias(fc.integer({ min: 0, max: most })),
    end: fc.constantFrom("before" as const, "after" as const),
  });
}

/** Most processes live on; some die over one of their first calls. */
export const life = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: death(14) },
);

/** Of processes that do one thing and make few calls over it. */
export const hardLife = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: death(8) },
);

export type StepOf<One extends fc.Arbitrary<unknown>> = One extends fc.Arbitrary<infer Step> ? Step : never;
