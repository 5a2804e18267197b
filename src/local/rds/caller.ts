import type { IncomingMessage } from "node:http";
import { findSession, type Session } from "../sts/session-token.ts";
import { RdsError } from "./rds-error.ts";
import { home, type Place } from "./world.ts";

/** Who calls, and the account and region that they call. */
export interface Caller {
  readonly place: Place;
  /** Nothing where the account's own, all-powerful keys are used. */
  readonly session: Session | undefined;
}

/** Reads the signature's region and the session token; the signature itself is not looked at. */
export function callerOf({ headers }: IncomingMessage): Caller {
  const session = findSession(headers["x-amz-security-token"]?.toString() ?? "");
  if (session === undefined) return { place: home, session };
  const [, , , , account = home.account] = session.roleArn.split(":");
  const [, region = home.region] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
  return { place: { account, region }, session };
}

/** Throws `ExpiredToken`. */
export function checkNotExpired({ session }: Caller, now: number): void {
  if (session && session.expiresAt <= now) {
    throw new RdsError("ExpiredToken", "The security token included in the request is expired", 403);
  }
}
