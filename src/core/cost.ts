import { z } from "zod";

/** What changes of the monthly bill, as far as list prices tell it. */
export type CostChange =
  | { readonly kind: "none" }
  | {
      readonly kind: "change";
      /** In the currency, to the cent; less than 0 where it gets cheaper. */
      readonly monthlyChange: number;
      /** It is a bound: what is billed depends on what nobody can tell beforehand. */
      readonly isAtMost: boolean;
      readonly currency: "USD";
      /** The day of the prices, as YYYY-MM-DD. */
      readonly pricesAsOf: string;
      /** `list` for those of AWS's own price list; nobody has compared `approximate` ones with it. */
      readonly basis: PriceBasis;
    }
  | { readonly kind: "unknown"; readonly why: string };

export const priceBases = ["list", "approximate"] as const;

type PriceBasis = (typeof priceBases)[number];

/** What a run really changed. */
export interface ActualCost {
  readonly change: CostChange;
  /** It comes with the next maintenance window; until then the bill is as it was. */
  readonly waitsForMaintenance: boolean;
}

/** Reads what `costToJson` wrote: a request's `estimated_cost`. */
export const costSchema = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("none") }),
    z.object({
      kind: z.literal("change"),
      monthly_change: z.number(),
      at_most: z.boolean(),
      currency: z.literal("USD"),
      prices_as_of: z.string(),
      prices: z.enum(priceBases),
    }),
    z.object({ kind: z.literal("unknown"), why: z.string() }),
  ])
  .transform((json): CostChange => {
    if (json.kind !== "change") return json;
    const { kind, monthly_change, at_most, currency, prices_as_of, prices } = json;
    return {
      kind,
      monthlyChange: monthly_change,
      isAtMost: at_most,
      currency,
      pricesAsOf: prices_as_of,
      basis: prices,
    };
  });

/** Reads what `actualCostToJson` wrote: a request's `actual_cost`. */
export const actualCostSchema = z
  .object({ waits_for_maintenance: z.boolean() })
  .and(costSchema)
  .transform(
    ({ waits_for_maintenance, ...change }): ActualCost => ({
      change,
      waitsForMaintenance: waits_for_maintenance,
    }),
  );

/** What several changes come to; unknown where one of them is, bounded where one of them is, of the oldest of their prices. */
export function addCosts(costs: readonly (CostChange | undefined)[]): CostChange {
  const unknown = costs.find((cost) => cost === undefined || cost.kind === "unknown");
  if (unknown?.kind === "unknown") return unknown;
  if (costs.includes(undefined)) return { kind: "unknown", why: "nobody has told it for all" };
  const changes = costs.flatMap((cost) => (cost?.kind === "change" ? [cost] : []));
  const [first] = changes;
  if (!first) return { kind: "none" };
  return {
    ...first,
    monthlyChange: Math.round(changes.reduce((sum, { monthlyChange }) => sum + monthlyChange, 0) * 100) / 100,
    isAtMost: changes.some(({ isAtMost }) => isAtMost),
    pricesAsOf: changes.map(({ pricesAsOf }) => pricesAsOf).toSorted()[0] ?? first.pricesAsOf,
    basis: changes.some(({ basis }) => basis === "approximate") ? "approximate" : "list",
  };
}

/** A cost as the API, the audit log and the table show it. */
export function costToJson(cost: CostChange): z.input<typeof costSchema> {
  if (cost.kind !== "change") return { ...cost };
  return {
    kind: cost.kind,
    monthly_change: cost.monthlyChange,
    at_most: cost.isAtMost,
    currency: cost.currency,
    prices_as_of: cost.pricesAsOf,
    prices: cost.basis,
  };
}

export function actualCostToJson({
  change,
  waitsForMaintenance,
}: ActualCost): z.input<typeof actualCostSchema> {
  return { ...costToJson(change), waits_for_maintenance: waitsForMaintenance };
}

/** What a cost comes to by the month, in the currency; nothing for what is not known. */
export function monthlyChangeOf(cost: CostChange | undefined): number | undefined {
  if (cost?.kind === "none") return 0;
  return cost?.kind === "change" ? cost.monthlyChange : undefined;
}

/** Whether it may cost more by the month than so much: what nobody can tell may. */
export function mayCostMoreThan(limit: number, cost: CostChange): boolean {
  switch (cost.kind) {
    case "none":
      return false;
    case "change":
      return cost.monthlyChange > limit;
    case "unknown":
      return true;
  }
}
