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

/** An estimate as an approver reads it: "about +$182 a month (list prices of 2026-11-01)". */
export function costText(cost: CostChange): string {
  switch (cost.kind) {
    case "none":
      return "no change";
    case "unknown":
      return `unknown: ${cost.why}`;
    case "change":
      return `${estimateOf(cost)} (${basisText(cost)})${cost.isAtMost ? sharedText : ""}`;
  }
}

/** "+$182.50 a month (estimated +$182.50; list prices of 2026-11-01)"; nothing where nothing was to change and nothing has. */
export function actualCostText(
  { change, waitsForMaintenance }: ActualCost,
  estimated: CostChange | undefined,
): string | undefined {
  if (change.kind === "none" && (estimated === undefined || estimated.kind === "none")) return undefined;
  const when = waitsForMaintenance ? " from the maintenance window on" : "";
  const notes = [...estimatedText(estimated), ...(change.kind === "change" ? [basisText(change)] : [])];
  const noted = notes.length > 0 ? ` (${notes.join("; ")})` : "";
  if (change.kind !== "change") return `${costText(change)}${noted}`;
  const bound = change.isAtMost ? "at most " : "";
  return `${bound}${money(change.monthlyChange, { isExact: true })} a month${when}${noted}`;
}

function estimatedText(estimated: CostChange | undefined): readonly string[] {
  if (estimated === undefined) return [];
  if (estimated.kind === "none") return ["estimated no change"];
  if (estimated.kind === "unknown") return ["there was no estimate"];
  const bound = estimated.isAtMost ? "at most " : "";
  return [`estimated ${bound}${money(estimated.monthlyChange, { isExact: true })}`];
}

type KnownChange = Extract<CostChange, { kind: "change" }>;

/** Only backup storage is billed by what it shares. */
const sharedText = "; less where it shares blocks with other snapshots or backups are still free";

function estimateOf({ monthlyChange, isAtMost }: KnownChange): string {
  const amount = money(monthlyChange, { isExact: false });
  return isAtMost ? `at most ${amount} a month` : `about ${amount} a month`;
}

function basisText({ pricesAsOf, basis }: KnownChange): string {
  return `${basis} prices of ${pricesAsOf}`;
}

/** With its sign. Cents say nothing in an estimate of hundreds. */
function money(amount: number, { isExact }: { readonly isExact: boolean }): string {
  const size = Math.abs(amount);
  const digits = isExact || size < 100 ? 2 : 0;
  const text = size.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${amount < 0 ? "-" : "+"}$${text}`;
}
