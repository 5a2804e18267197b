import fc from "fast-check";
import { expect, test } from "vitest";
import { mergePages, type Taken } from "../../../src/aws/dynamodb/merge-pages.ts";
import type { Positions } from "../../../src/aws/dynamodb/page-cursor.ts";

interface Stored {
  readonly at: string;
  readonly id: string;
  readonly fits: boolean;
}

/** Reads a partition as DynamoDB does: so many items from a position on, of which only some fit. */
function take(
  partition: string,
  items: readonly Stored[],
  from: Stored | undefined,
  reads: number,
): Taken<Stored, Stored> {
  const start = from ? items.indexOf(from) + 1 : 0;
  const read = items.slice(start, start + reads);
  const isMore = start + reads < items.length;
  return {
    partition,
    items: read.filter(({ fits }) => fits),
    from,
    more: isMore ? read.at(-1) : undefined,
    positionOf: (item) => item,
  };
}

const partitions = fc
  .array(fc.array(fc.record({ at: fc.nat(40), fits: fc.boolean() }), { maxLength: 25 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((all) =>
    all.map((items, partition) =>
      items
        .map(({ at, fits }, index) => ({
          at: String(at).padStart(3, "0"),
          id: `${partition}-${index}`,
          fits,
        }))
        .toSorted((one, other) => (one.at < other.at ? 1 : -1)),
    ),
  );

test("whatever the partitions hold, the pages give all that fits, once each, the newest first, and come to an end", () => {
  fc.assert(
    fc.property(
      partitions,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 8 }),
      (stored, limit, reads) => {
        const found: Stored[] = [];
        let positions: Positions<Stored> = {};
        for (let page = 0; page < 500; page += 1) {
          const open = stored.flatMap((items, index) => {
            const position = positions[String(index)];
            return position === "end" ? [] : [take(String(index), items, position, reads)];
          });
          if (open.length === 0) break;
          const merged = mergePages(open, limit);
          expect(merged.items.length).toBeLessThanOrEqual(limit);
          found.push(...merged.items);
          const ended = Object.entries(positions).filter(([, position]) => position === "end");
          positions = { ...merged.positions, ...Object.fromEntries(ended) };
        }

        const expected = stored.flat().filter(({ fits }) => fits);
        expect(found.map(({ id }) => id).toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
        expect(found.map(({ at }) => at)).toEqual(
          found
            .map(({ at }) => at)
            .toSorted()
            .toReversed(),
        );
      },
    ),
    { numRuns: 500 },
  );
});
