import { createHash, timingSafeEqual } from "node:crypto";
import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerResult } from "aws-lambda";

interface OriginAuthorizerOptions {
  /** SHA-256 in hexadecimal; two while the value is exchanged. Where there is none nothing is let in. */
  readonly knownHashes: readonly string[];
  /** Told the route of each call that is turned away. */
  readonly onRefused: (route: string) => void;
}

/** An authorizer of an HTTP API, payload format 2.0, with simple answers. */
export type OriginAuthorizer = (
  event: APIGatewayRequestAuthorizerEventV2,
) => Promise<APIGatewaySimpleAuthorizerResult>;

/** Lets in what carries the header that CloudFront adds, which is the event's identity source. */
export function makeOriginAuthorizer({ knownHashes, onRefused }: OriginAuthorizerOptions): OriginAuthorizer {
  const known = knownHashes.map((hash) => Buffer.from(hash, "hex"));
  return async ({ identitySource: [given = ""], routeKey }) => {
    const hash = createHash("sha256").update(given).digest();
    const isAuthorized = known.some((one) => one.length === hash.length && timingSafeEqual(one, hash));
    if (!isAuthorized) onRefused(routeKey);
    return { isAuthorized };
  };
}
