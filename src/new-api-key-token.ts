import { randomBytes, randomInt } from "node:crypto";
import type { ApiKeyToken } from "./core/api/api-key.ts";

const crockford = "0123456789abcdefghjkmnpqrstvwxyz";

/** A key's name and its secret by chance, 256 bits of it. */
export function newApiKeyToken(): ApiKeyToken {
  const characters = Array.from({ length: 12 }, () => crockford.charAt(randomInt(crockford.length)));
  return { id: characters.join(""), secret: randomBytes(32).toString("base64url") };
}
