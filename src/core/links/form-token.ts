import { createHmac, timingSafeEqual } from "node:crypto";
import type { Digest } from "../intent.ts";
import type { ApprovalLink } from "./approval-link.ts";

/** How long a page that was opened can be sent. */
const secondsGood = 15 * 60;

/**
 * The proof that a form came from a page that was shown a moment ago: its end in seconds since 1970, and an HMAC-SHA256 over
 * link, digest and end. The key is the link's own token: whoever has that can open the page anyway, and nobody else can sign.
 */
export function makeFormToken(link: ApprovalLink, digest: Digest, now: Date): string {
  const end = Math.floor(now.getTime() / 1000) + secondsGood;
  return `${end}.${signatureOf(link, digest, end)}`;
}

/** Whether the form token belongs to this link and digest and is not over. */
export function isFormToken(given: string, link: ApprovalLink, digest: Digest, now: Date): boolean {
  const [, digits, signature] = /^(\d{1,12})\.([A-Za-z0-9_-]{43})$/.exec(given) ?? [];
  if (digits === undefined || signature === undefined) return false;
  const end = Number(digits);
  const isSigned = timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(link, digest, end)));
  return isSigned && now.getTime() < end * 1000;
}

function signatureOf({ action, requestId, token }: ApprovalLink, digest: Digest, end: number): string {
  const shown = JSON.stringify(["approval form", action, requestId, digest, end]);
  return createHmac("sha256", token).update(shown).digest("base64url");
}
