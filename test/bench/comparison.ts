/** What we take for something, and what it takes at the least, in milliseconds: one row of the table. */
export interface Comparison {
  /** Names the row, in every run the same. */
  readonly path: string;
  /** What the floor is, in a few words. */
  readonly beside: string;
  readonly ours: readonly number[];
  /** Taken in turns with ours. */
  readonly floor: readonly number[];
  /** What our 95th percentile should stay under. */
  readonly barMs?: number;
  /** What was counted besides. */
  readonly note?: string;
}
