import { randomBytes } from "node:crypto";
import type { ApiKeyToken } from "../core/api/api-key.ts";
import { randomDigits } from "./random-digits.ts";

/** A key's name and its secret by chance, 256 bits of it. */
export function newApiKeyToken(): ApiKeyToken {
  return { id: randomDigits(12), secret: randomBytes(32).toString("base64url") };
}
