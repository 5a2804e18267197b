import { createHmac } from "node:crypto";

/** How a secret begins: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export const secretPrefix = "whsec_";

export interface Signed {
  readonly id: string;
  /** As it is sent, to the byte. */
  readonly body: string;
  readonly at: Date;
}

/**
 * The headers that a receiver checks, in two ways that say the same. The key is what the base64 after `whsec_` stands for; where
 * two secrets count, there is one signature for each.
 */
export function signatureHeaders(
  { id, body, at }: Signed,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const keys = secrets.map((secret) => Buffer.from(secret.slice(secretPrefix.length), "base64"));
  const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text, "utf8");
  return {
    "x-webhook-timestamp": timestamp,
    "x-webhook-signature": keys
      .map((key) => `sha256=${hmac(key, `${timestamp}.${body}`).digest("hex")}`)
      .join(","),
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": keys
      .map((key) => `v1,${hmac(key, `${id}.${timestamp}.${body}`).digest("base64")}`)
      .join(" "),
  };
}
