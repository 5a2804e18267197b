import { randomInt } from "node:crypto";
import { crockford } from "../core/crockford.ts";

/** So many digits by chance, 5 bits each. */
export function randomDigits(count: number): string {
  return Array.from({ length: count }, () => crockford.charAt(randomInt(crockford.length))).join("");
}
