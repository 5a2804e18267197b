import { z } from "zod";

const separator = ",";

/** RDS takes 50 tags, and one of them is ours. */
const mostTags = 49;

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

type Tags = Readonly<Record<string, string>>;

/**
 * A snapshot's tags, as people type them (`key=value, key2=value2`) or as an API gives them, by the rules of "Tagging
 * Amazon RDS resources".
 */
export const snapshotTagsSchema = z
  .union([z.string(), z.record(z.string(), z.string())], { error: "write tags as key=value, key2=value2" })
  .transform((given, context): Tags => {
    const pairs = typeof given === "string" ? pairsIn(given) : Object.entries(given);
    const problem = problemOf(pairs);
    if (problem === undefined) return Object.fromEntries(pairs);
    context.addIssue({ code: "custom", message: problem });
    return z.NEVER;
  });

export function tagsText(tags: Tags): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
}

type Pair = readonly [key: string, value: string];

function pairsIn(text: string): readonly Pair[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? ["", part] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    });
}

function problemOf(pairs: readonly Pair[]): string | undefined {
  if (pairs.length > mostTags) return `${mostTags} tags at most`;
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) return "each key can be there once";
  for (const [key, value] of pairs) {
    if (key === "") return `"${value}" needs a key: write key=value`;
    if (/^(?:aws|rds|countersign):/i.test(key)) return `"${key}" begins with a reserved word`;
    if (key.length > 128) return "a key can have 128 characters at most";
    if (value.length > 256) return `the value of "${key}" can have 256 characters at most`;
    if (!allowed.test(key) || !allowed.test(value)) {
      return `"${key}" can only hold letters, digits, spaces and _ . : / = + - @`;
    }
  }
  return undefined;
}
