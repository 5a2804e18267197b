import { randomBytes } from "node:crypto";
import { type RawToken, rawTokenSchema } from "../core/links/link-token.ts";

/** 256 bits by chance. */
export function newToken(): RawToken {
  return rawTokenSchema.parse(randomBytes(32).toString("base64url"));
}
