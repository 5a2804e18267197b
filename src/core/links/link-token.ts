import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Digest } from "../intent.ts";
import type { PersonId } from "../person.ts";
import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest, OpenRequest, RequestId } from "../request.ts";
import { err, type Result } from "../result.ts";
import { mayDecide } from "../transitions/decide.ts";

/** 256 random bits as base64url. Taken as a text: another spelling of the same bits is another token. */
export const rawTokenSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .brand<"RawToken">();

/** What a link carries. Only its recipient has it; it is neither stored nor logged. */
export type RawToken = z.infer<typeof rawTokenSchema>;

/** What is stored of a link's token: good for one recipient's one decision on what they were shown. */
export interface LinkToken {
  readonly requestId: RequestId;
  /** SHA-256 of the raw token, in hexadecimal digits. */
  readonly hash: string;
  readonly recipient: PersonId;
  readonly digest: Digest;
  readonly issuedAt: Date;
  /** The request's end. */
  readonly expiresAt: Date;
  /** How often its reader has typed something else than the name's last characters. */
  readonly wrongTries: number;
  /** What the table says of it once it is over. Whether it counts is told by the request alone. */
  readonly end?: TokenEnd | undefined;
}

export interface TokenEnd {
  readonly kind: "used" | "revoked";
  readonly at: Date;
}

/** So many wrong tries lock a link. */
export const mostWrongTries = 5;

/** SHA-256, in hexadecimal: what a token is stored and found by. */
export function hashOfToken(raw: RawToken): string {
  return createHash("sha256").update(raw).digest("hex");
}

/** In constant time, so that nobody learns a hash digit by digit. */
export function isTokenOf(stored: LinkToken, raw: RawToken): boolean {
  const [ours, theirs] = [Buffer.from(stored.hash), Buffer.from(hashOfToken(raw))];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}

/**
 * The open request, where the token still decides it: its recipient may, has not yet, and was shown what it is now. As that
 * is asked of the request itself, the decision that ends a token needs no second write to do so.
 */
export function checkToken(
  token: LinkToken,
  request: ApprovalRequest,
  now: Date,
): Result<OpenRequest, Refusal> {
  const allowed = mayDecide(request, { id: token.recipient, name: token.recipient }, now);
  if (!allowed.ok) return allowed;
  if (token.end || token.digest !== request.digest) return err({ kind: "outdated-link" });
  if (now >= token.expiresAt) return err({ kind: "outdated-link" });
  return token.wrongTries >= mostWrongTries ? err({ kind: "locked-link" }) : allowed;
}

/** What is to be noted at a token, now that the request is as it is; nothing while the token is good or already has its end. */
export function findTokenEnd(token: LinkToken, request: ApprovalRequest, now: Date): TokenEnd | undefined {
  if (token.end) return undefined;
  const decision = request.decisions.find(({ by }) => by.id === token.recipient);
  if (decision && token.digest === request.digest) return { kind: "used", at: decision.at };
  const checked = checkToken({ ...token, wrongTries: 0 }, request, now);
  return checked.ok ? undefined : { kind: "revoked", at: now };
}
