import { createHmac, timingSafeEqual } from "node:crypto";

/** How far Slack's clock and ours may be apart, either way; older requests may have been recorded and sent again. */
const mostSkewSeconds = 300;

export interface SignedRequest {
  /** `X-Slack-Signature`: `v0=` and a SHA-256 HMAC in hexadecimal. */
  readonly signature: string | undefined;
  /** `X-Slack-Request-Timestamp`, in Unix seconds. */
  readonly timestamp: string | undefined;
  /** The bytes as they came. */
  readonly body: Uint8Array;
}

/**
 * Whether Slack signed these bytes with our secret just now: docs.slack.dev, "Verifying requests from Slack". Throws a `TypeError` for
 * an empty secret, with which anybody could sign.
 */
export function isSignedBySlack(
  { signature = "", timestamp = "", body }: SignedRequest,
  signingSecret: string,
  now: Date,
): boolean {
  if (signingSecret === "") throw new TypeError("Without a signing secret anybody could sign");
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > mostSkewSeconds) return false;
  const expected = createHmac("sha256", signingSecret).update(`v0:${timestamp}:`).update(body).digest();
  const given = Buffer.from(/^v0=([0-9a-f]{64})$/.exec(signature)?.[1] ?? "", "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
