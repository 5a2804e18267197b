import type { ActualCost, CostChange } from "./cost.ts";
import { numberText } from "./number-text.ts";

/** An estimate as an approver reads it: "about +$182 a month (list prices of 2026-11-01)". */
export function costText(cost: CostChange): string {
  switch (cost.kind) {
    case "none":
      return "no change";
    case "unknown":
      return `unknown: ${cost.why}`;
    case "change":
      return cost.isAtMost
        ? `${amountText(cost, { isExact: false })} a month (${basisText(cost)})${sharedText}`
        : `about ${amountText(cost, { isExact: false })} a month (${basisText(cost)})`;
  }
}

/** "+$182.50 a month (estimated +$182.50; list prices of 2026-11-01)"; nothing where nothing was to change and nothing has. */
export function actualCostText(
  { change, waitsForMaintenance }: ActualCost,
  estimated: CostChange | undefined,
): string | undefined {
  if (change.kind === "none" && (estimated === undefined || estimated.kind === "none")) return undefined;
  const when = waitsForMaintenance ? " from the maintenance window on" : "";
  const notes = [
    ...estimatedText(change, estimated),
    ...(change.kind === "change" ? [basisText(change)] : []),
  ];
  const noted = notes.length > 0 ? ` (${notes.join("; ")})` : "";
  if (change.kind !== "change") return `${costText(change)}${noted}`;
  return `${amountText(change, { isExact: true })} a month${when}${noted}`;
}

function estimatedText(actual: CostChange, estimated: CostChange | undefined): readonly string[] {
  if (estimated === undefined) return [];
  if (estimated.kind === "none") return ["estimated no change"];
  if (estimated.kind === "unknown") return ["there was no estimate"];
  const isSame = actual.kind === "change" && actual.monthlyChange === estimated.monthlyChange;
  if (estimated.isAtMost && isSame) return ["as estimated"];
  return [`estimated ${amountText(estimated, { isExact: true })}`];
}

type KnownChange = Extract<CostChange, { kind: "change" }>;

/** Only what snapshots cost is told as a bound. */
const sharedText = "; less where blocks are shared or backups still free";

function basisText({ pricesAsOf, basis }: KnownChange): string {
  return `${basis} prices of ${pricesAsOf}`;
}

/** "+$182.50", "at most +$9.50", "saves at most $9.50". Cents say nothing in an estimate of hundreds. */
function amountText(
  { monthlyChange, isAtMost }: KnownChange,
  { isExact }: { readonly isExact: boolean },
): string {
  const size = Math.abs(monthlyChange);
  const digits = isExact || size < 100 ? 2 : 0;
  const text = numberText(size, { least: digits, most: digits });
  if (isAtMost && monthlyChange < 0) return `saves at most $${text}`;
  const signed = `${monthlyChange < 0 ? "-" : "+"}$${text}`;
  return isAtMost ? `at most ${signed}` : signed;
}
