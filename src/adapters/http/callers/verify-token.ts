import {
  createRemoteJWKSet,
  decodeJwt,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import { z } from "zod";
import { GatewayError } from "../../../app/gateway-error.ts";
import type { TokenIssuer } from "../../../core/policy/api-settings.ts";

/** A token that has proved good: who has given it out, and what it says. */
export interface VerifiedToken {
  readonly issuer: TokenIssuer;
  readonly claims: JWTPayload & { readonly sub: string };
}

/** Nothing for what is no good token of an issuer that the policy names. Throws a `GatewayError` when its keys cannot be had. */
export type VerifyToken = (text: string) => Promise<VerifiedToken | undefined>;

/** By public keys only: a shared secret of a token would be ours to lose. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const toleranceSeconds = 60;
const waitMilliseconds = 3000;

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.string() });

/** Tokens of OpenID Connect, checked with the keys that their issuers publish; the keys are kept for ten minutes. */
export function makeVerifyToken(issuers: readonly TokenIssuer[]): VerifyToken {
  const keySets = new Map<string, Promise<JWTVerifyGetKey>>();
  return async (text) => {
    const issuer = issuers.find((one) => one.issuer === issuerOf(text));
    if (!issuer) return undefined;
    try {
      const { payload } = await jwtVerify(text, await keysOf(issuer), {
        issuer: issuer.issuer,
        audience: issuer.audience,
        algorithms,
        clockTolerance: toleranceSeconds,
        requiredClaims: ["exp", "sub"],
      });
      const { sub } = payload;
      return typeof sub === "string" && sub !== "" ? { issuer, claims: { ...payload, sub } } : undefined;
    } catch (cause) {
      if (isAboutTheToken(cause)) return undefined;
      throw new GatewayError(`the keys of ${issuer.issuer} could not be read`, { cause });
    }
  };

  function keysOf(issuer: TokenIssuer): Promise<JWTVerifyGetKey> {
    const known = keySets.get(issuer.issuer);
    if (known) return known;
    const found = findKeys(issuer);
    keySets.set(issuer.issuer, found);
    // Asked for again by the next token.
    found.catch(() => keySets.delete(issuer.issuer));
    return found;
  }
}

async function findKeys(issuer: TokenIssuer): Promise<JWTVerifyGetKey> {
  const address = issuer.jwks_uri ?? (await discover(issuer.issuer));
  return createRemoteJWKSet(new URL(address), { timeoutDuration: waitMilliseconds });
}

/** OpenID Connect Discovery 1.0, section 4. */
async function discover(issuer: string): Promise<string> {
  const response = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, {
    redirect: "error",
    signal: AbortSignal.timeout(waitMilliseconds),
  });
  const told = discoverySchema.parse(await response.json());
  if (told.issuer !== issuer) throw new Error(`it says that it is ${told.issuer}`);
  return told.jwks_uri;
}

function issuerOf(text: string): string | undefined {
  try {
    return decodeJwt(text).iss;
  } catch {
    return undefined;
  }
}

/** Everything but that the keys could not be had. */
function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== errors.JOSEError.code
  );
}
