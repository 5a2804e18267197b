import { randomInt } from "node:crypto";
import { type RequestId, requestIdSchema } from "./core/request.ts";

const crockford = "0123456789abcdefghjkmnpqrstvwxyz";

/** A request id by chance: 50 bits, so that no two meet and none is guessed by counting. */
export function newRequestId(): RequestId {
  const characters = Array.from({ length: 10 }, () => crockford.charAt(randomInt(crockford.length)));
  return requestIdSchema.parse(`req-${characters.join("")}`);
}
