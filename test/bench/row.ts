import { z } from "zod";
import type { Comparison } from "./comparison.ts";
import { percentile } from "./percentile.ts";

const percentilesSchema = z.strictObject({ p50: z.number().positive(), p95: z.number().positive() });

/** A comparison as it is printed and kept, in milliseconds. */
export const rowSchema = z.strictObject({
  path: z.string(),
  beside: z.string(),
  ours: percentilesSchema,
  floor: percentilesSchema,
  /** Of the medians. */
  ratio: z.number().positive(),
  /** How often ours was measured. */
  n: z.number().int().positive(),
  barMs: z.number().optional(),
  note: z.string().optional(),
});

export type Row = Readonly<z.infer<typeof rowSchema>>;

/** Three digits of each figure: more of them are noise. Throws where nothing was measured. */
export function toRow({ path, beside, ours, floor, barMs, note }: Comparison): Row {
  return rowSchema.parse({
    path,
    beside,
    ours: percentilesOf(ours),
    floor: percentilesOf(floor),
    ratio: rounded(percentile(ours, 50) / percentile(floor, 50)),
    n: ours.length,
    ...(barMs !== undefined && { barMs }),
    ...(note !== undefined && { note }),
  });
}

function percentilesOf(values: readonly number[]) {
  return { p50: rounded(percentile(values, 50)), p95: rounded(percentile(values, 95)) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
