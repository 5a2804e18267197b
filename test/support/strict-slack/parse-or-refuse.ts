import type { z } from "zod";
import { SlackRefusal } from "./slack-refusal.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== "object" || value === null) return undefined;
    return Object.entries(value).find(([name]) => name === String(key))?.[1];
  }, input);
}

function located(text: string, path: Path): string {
  return `${text} [json-pointer:/${path.map(String).join("/")}]`;
}

function describe(issue: Issue, input: unknown, root: Path): readonly string[] {
  const path = [...root, ...issue.path];
  const value = valueAt(input, issue.path);
  if (issue.code === "too_big") {
    const limit = Number(issue.maximum);
    if (issue.origin === "array") return [located(`no more than ${limit} items allowed`, path)];
    if (issue.origin === "string") return [located(`must be less than ${limit + 1} characters`, path)];
  }
  if (issue.code === "too_small") {
    const limit = Number(issue.minimum);
    if (issue.origin === "array") return [located(`no fewer than ${limit} items allowed`, path)];
    if (issue.origin === "string") return [located(`must be more than ${limit - 1} characters`, path)];
  }
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => located(`invalid additional property: ${key}`, path));
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const nearest = issue.errors.reduce((best, one) => (one.length < best.length ? one : best));
    return [
      located("failed to match all allowed schemas", path),
      ...nearest.flatMap((inner) => describe(inner, value, path)),
    ];
  }
  if (value === undefined && path.length > 0) {
    return [located(`missing required field: ${String(path.at(-1))}`, path.slice(0, -1))];
  }
  if (path.at(-1) === "type") return [located(`unsupported type: ${String(value)}`, path)];
  if (issue.code === "invalid_type") return [located(`must provide a ${issue.expected}`, path)];
  return [located(issue.message, path)];
}

/**
 * The input as the schema reads it; where it does not fit, refused with `code` and Slack's wording, each detail with
 * the JSON pointer of the place below `root`.
 */
export function parseOrRefuse<S extends z.ZodType>(
  schema: S,
  input: unknown,
  code: string,
  root: Path = [],
): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new SlackRefusal(
    code,
    parsed.error.issues.flatMap((issue) => describe(issue, input, root)),
  );
}
