import canonicalize from "canonicalize";
import type { Fact } from "./fact.ts";
import { isJsonObject, type Json, type JsonObject } from "./json.ts";

/**
 * What differs between two states, as facts that people read: "class", "db.r6g.xlarge → db.r6g.2xlarge". What is nested one
 * level deep is told part by part, "pending class"; what one of them lacks is "none".
 */
export function differencesOf(approved: JsonObject, actual: JsonObject): readonly Fact[] {
  return keysOf(actual, approved).flatMap((key) => {
    const [before, after] = [approved[key], actual[key]];
    if (!isJsonObject(before) && !isJsonObject(after)) return difference(key, before, after);
    if (!isObjectOrMissing(before) || !isObjectOrMissing(after)) return difference(key, before, after);
    return keysOf(after ?? {}, before ?? {}).flatMap((part) =>
      difference(`${key} ${part}`, before?.[part], after?.[part]),
    );
  });
}

function difference(name: string, before: Json | undefined, after: Json | undefined): readonly Fact[] {
  if (canonicalize(before ?? null) === canonicalize(after ?? null)) return [];
  return [{ label: name.replaceAll("_", " "), value: `${textOf(before)} → ${textOf(after)}` }];
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "none";
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "object" ? (canonicalize(value) ?? "none") : String(value);
}

function keysOf(one: JsonObject, other: JsonObject): readonly string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}

function isObjectOrMissing(value: Json | undefined): value is JsonObject | undefined {
  return value === undefined || isJsonObject(value);
}
