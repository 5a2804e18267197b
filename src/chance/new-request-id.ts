import { type RequestId, requestIdSchema } from "../core/request.ts";
import { randomDigits } from "./random-digits.ts";

/** A request id by chance: 50 bits, so that no two meet and none is guessed by counting. */
export function newRequestId(): RequestId {
  return requestIdSchema.parse(`req-${randomDigits(10)}`);
}
