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

/** Most processes live on; some die over one of their first calls. */
export const life = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.record({
      calls: fc.integer({ min: 0, max: 14 }),
      end: fc.constantFrom("before" as const, "after" as const),
    }),
  },
);

export type StepOf<One extends fc.Arbitrary<unknown>> = One extends fc.Arbitrary<infer Step> ? Step : never;
