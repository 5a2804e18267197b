/** One row of the table: what we take for something, and what it takes at the least, in milliseconds. */
export interface Comparison {
  readonly path: string;
  readonly ours: readonly number[];
  readonly floor: readonly number[];
  /** What our 95th percentile should stay under. */
  readonly barMs?: number;
}
