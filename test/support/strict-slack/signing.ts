import { createHmac } from "node:crypto";

export type SignatureOptions = {
  /** Unix seconds; the current time where none is given. */
  readonly timestamp?: number;
  readonly secret?: string;
};

/** The headers of a request Slack signs: HMAC-SHA256 over `v0:timestamp:body`, as docs.slack.dev describes it. */
export function signedHeaders(
  body: string,
  secret: string,
  timestamp: number,
): Readonly<Record<string, string>> {
  const digest = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
  return {
    "content-type": "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": String(timestamp),
    "x-slack-signature": `v0=${digest}`,
  };
}
