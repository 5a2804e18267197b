import type { Fact } from "../fact.ts";
import type { Json, JsonObject } from "../json.ts";

/** A form in Slack has 100 blocks, and a section of it 3000 characters. */
export const mostDetails = 20;
export const longestDetail = 3000;
export const longestDetailName = 60;

/** Slack shows 300 characters of a value on a card, and 20 values with what is there anyway. */
const longestShown = 280;
const mostShown = 10;

/** A task's details as people read them, in their order: those that a card shows as they are, and those it has no room for. */
export function detailFactsOf(details: JsonObject): {
  readonly facts: readonly Fact[];
  readonly longFacts: readonly Fact[];
} {
  const all = Object.entries(details).map(([label, value]) => ({ label, value: detailText(value) }));
  const shown = new Set(all.filter(isShort).slice(0, mostShown));
  return { facts: [...shown], longFacts: all.filter((fact) => !shown.has(fact)) };
}

function isShort({ value }: Fact): boolean {
  return value.length <= longestShown && value.split("\n").length <= mostShown;
}

/** A list becomes one line for each of its values; what is deeper is shown as JSON. */
export function detailText(value: Json): string {
  if (Array.isArray(value) && value.length > 0 && value.every(isPlain)) {
    return value.map((item, index) => `${index + 1}. ${plainText(item)}`).join("\n");
  }
  return isPlain(value) ? plainText(value) : JSON.stringify(value);
}

type Plain = string | number | boolean | null;

function isPlain(value: Json): value is Plain {
  return value === null || typeof value !== "object";
}

function plainText(value: Plain): string {
  if (value === null) return "(none)";
  return value === "" ? "(empty)" : String(value);
}
