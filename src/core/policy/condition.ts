import { Environment } from "@marcbachmann/cel-js";
import { z } from "zod";
import { longestMatched, patternMistakeIn } from "./pattern-mistake.ts";

/**
 * What conditions may speak of; a name or a type that is not here is a mistake of the file. CEL's language:
 * https://github.com/google/cel-spec/blob/master/doc/langdef.md
 */
const makeEnvironment = () =>
  new Environment({
    enableOptionalTypes: true,
    limits: { maxAstNodes: 300, maxDepth: 40, maxListElements: 100, maxMapEntries: 20, maxCallArguments: 8 },
  })
    .registerVariable("kind", "string")
    .registerVariable("operation", "string")
    .registerVariable("parameters", "map<string, dyn>")
    .registerVariable("environment", "string")
    .registerVariable("tags", "map<string, string>")
    .registerVariable("risk", "string")
    .registerVariable("cost_change", "double")
    .registerVariable("requester", "string")
    .registerVariable("requester_groups", "list<string>")
    .registerVariable("time", {
      schema: { hour: "int", minute: "int", weekday: "string", date: "string" },
    })
    .registerVariable("collateral", "list<string>")
    .registerVariable("instance", {
      schema: {
        name: "string",
        account: "string",
        region: "string",
        class: "string",
        engine_version: "string",
        multi_az: "bool",
        storage_type: "string",
        storage_gib: "int",
        iops: "int",
      },
    })
    .registerVariable("surface", "string");

let made: Environment | undefined;

function environment(): Environment {
  made ??= makeEnvironment();
  return made;
}

const longestCondition = 1000;

/** A condition in CEL, checked whole: its grammar, its names and its types. */
export const conditionSchema = z
  .string()
  .max(longestCondition, `${longestCondition} characters at most`)
  .superRefine((text, context) => {
    const mistake = mistakeIn(text);
    if (mistake !== undefined) context.addIssue({ code: "custom", message: mistake });
  });

function mistakeIn(text: string): string | undefined {
  const checked = environment().check(text);
  if (!checked.valid) {
    const { error } = checked;
    const at = error?.range ? ` (at character ${error.range.start + 1})` : "";
    return `not a condition: ${error?.summary ?? "it cannot be read"}${at}`;
  }
  // A parameter by itself may be either; when it is asked, it tells.
  if (checked.type !== "bool" && checked.type !== "dyn")
    return `not a condition: it gives ${checked.type}, not true or false`;
  const mistake = patternMistakeIn(text);
  return mistake === undefined ? undefined : `not a condition: ${mistake}`;
}

/** What a condition says of the facts; `cannot-tell` where it asks for one that is not there. */
export type Verdict =
  | { readonly kind: "matches" }
  | { readonly kind: "does-not-match" }
  | { readonly kind: "cannot-tell"; readonly why: string };

/** Asks a checked condition about facts, by the names that conditions know; what is not known is left out of them. */
export function evaluateCondition(text: string, facts: Readonly<Record<string, unknown>>): Verdict {
  if (/\bmatches\b/.test(text) && hasLongText(facts.parameters))
    return { kind: "cannot-tell", why: "a parameter is too long for patterns" };
  try {
    const value: unknown = environment().evaluate(text, { ...facts });
    if (value === true) return { kind: "matches" };
    if (value === false) return { kind: "does-not-match" };
    return { kind: "cannot-tell", why: "it gives neither true nor false" };
  } catch (error) {
    return { kind: "cannot-tell", why: whyOf(error) };
  }
}

function hasLongText(value: unknown): boolean {
  if (typeof value === "string") return value.length > longestMatched;
  return typeof value === "object" && value !== null && Object.values(value).some(hasLongText);
}

function whyOf(error: unknown): string {
  const said = z.object({ summary: z.string() }).safeParse(error);
  if (said.success) return said.data.summary;
  return error instanceof Error ? (error.message.split("\n")[0] ?? error.name) : String(error);
}
