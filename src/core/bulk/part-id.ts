import { crockford } from "../crockford.ts";
import { sha256OfJson } from "../json.ts";
import { type RequestId, requestIdSchema } from "../request.ts";

/** The id of the request of one instance of a bulk request: always the same, so that making it twice is making it once. */
export function partIdOf(bulk: RequestId, index: number): RequestId {
  const bytes = Buffer.from(sha256OfJson(["part", bulk, index]), "hex").subarray(0, 10);
  const characters = [...bytes].map((byte) => crockford.charAt(byte % crockford.length));
  return requestIdSchema.parse(`req-${characters.join("")}`);
}
