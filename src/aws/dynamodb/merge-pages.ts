import type { Positions } from "./page-cursor.ts";

/** A moment as the tables keep it: its text sorts as it does. */
interface Timed {
  readonly at: string;
}

/** What one partition has given for a page: items, the newest first, and where it goes on if it has not ended. */
export interface Taken<Item extends Timed, Position extends Timed> {
  readonly partition: string;
  readonly items: readonly Item[];
  /** Where it had begun. */
  readonly from: Position | undefined;
  readonly more: Position | undefined;
  readonly positionOf: (item: Item) => Position;
}

/**
 * One page of several partitions, the newest first. Nothing older than where a partition stopped reading is shown before that
 * partition has been read on, so that pages stay in order even where one holds little that fits.
 */
export function mergePages<Item extends Timed, Position extends Timed>(
  taken: readonly Taken<Item, Position>[],
  limit: number,
): { readonly items: readonly Item[]; readonly positions: Positions<Position> } {
  const horizon =
    taken
      .flatMap(({ more }) => (more ? [more.at] : []))
      .toSorted()
      .at(-1) ?? "";
  const page = taken
    .flatMap(({ items, partition }) => items.map((item) => ({ item, partition })))
    .filter(({ item }) => item.at >= horizon)
    .toSorted((one, other) => (one.item.at < other.item.at ? 1 : one.item.at > other.item.at ? -1 : 0))
    .slice(0, limit);
  const positions = taken.map(({ partition, items, from, more, positionOf }) => {
    const used = page.filter((one) => one.partition === partition);
    if (used.length === items.length) return [partition, more ?? "end"] as const;
    const last = used.at(-1);
    return [partition, last ? positionOf(last.item) : from] as const;
  });
  return {
    items: page.map(({ item }) => item),
    positions: Object.fromEntries(
      positions.flatMap(([partition, position]) => (position ? [[partition, position] as const] : [])),
    ),
  };
}
