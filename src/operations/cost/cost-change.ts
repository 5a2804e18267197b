import type { CostChange } from "../../core/cost.ts";
import { type BilledInstance, type BillLine, billOf } from "./bill.ts";
import type { PriceTable } from "./price-table.ts";

/**
 * What the monthly bill changes from one state of an instance to another. Lines that stay as they are need no price; one that
 * changes and has none makes the whole unknown.
 */
export function costChangeOf(
  prices: PriceTable,
  region: string,
  before: BilledInstance,
  after: BilledInstance,
): CostChange {
  const listed = prices.regions[region];
  const later = billOf(after, listed);
  const pairs = billOf(before, listed).flatMap((line, at): readonly (readonly [BillLine, BillLine])[] => {
    const other = later[at];
    const isSame = other?.name === line.name && other.quantity === line.quantity;
    return other === undefined || isSame ? [] : [[line, other]];
  });
  const changed = pairs.flat().filter(({ quantity }) => quantity > 0);
  const unpriced = changed.find(({ price }) => price === undefined);
  if (unpriced) return { kind: "unknown", why: `no price for ${unpriced.name} in ${region}` };
  const sum = pairs.reduce((total, [line, other]) => total + (amountOf(other) - amountOf(line)), 0);
  return knownChange(prices, region, sum, { isAtMost: false });
}

/**
 * What a full snapshot of so much storage adds to the bill at most. RDS bills only the blocks that no earlier snapshot holds,
 * and backups as large as all the region's storage are free:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html
 */
export function snapshotCost(prices: PriceTable, region: string, gib: number): CostChange {
  const price = prices.regions[region]?.snapshot;
  if (price === undefined) return { kind: "unknown", why: `no price for snapshots in ${region}` };
  return knownChange(prices, region, gib * price, { isAtMost: true });
}

function knownChange(
  prices: PriceTable,
  region: string,
  amount: number,
  { isAtMost }: { readonly isAtMost: boolean },
): CostChange {
  const listed = prices.regions[region];
  // To both sides alike, so that the way back is the same with the other sign.
  const monthlyChange = (Math.sign(amount) * Math.round(Math.abs(amount) * 100)) / 100;
  if (!listed || monthlyChange === 0) return { kind: "none" };
  const { as_of: pricesAsOf, basis } = listed;
  return { kind: "change", monthlyChange, isAtMost, currency: prices.currency, pricesAsOf, basis };
}

function amountOf({ quantity, price = 0 }: BillLine): number {
  return quantity * price;
}
