import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { z } from "zod";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export const jsonObjectSchema: z.ZodType<JsonObject> = z.record(z.string(), z.json());

/** A value's canonical form (RFC 8785), which any language can make again. Throws for what JSON cannot say, such as NaN. */
export function canonicalJson(value: Json): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("Only JSON values have a canonical form");
  return text;
}

/** SHA-256, in hexadecimal, of a value's canonical form. Throws for what JSON cannot say. */
export function sha256OfJson(value: Json): string {
  return createHash("sha256").update(canonicalJson(value), "utf8").digest("hex");
}
