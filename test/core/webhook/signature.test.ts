import { createHmac, randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { signatureHeaders } from "../../../src/core/webhook/signature.ts";

const newSecret = () => `whsec_${randomBytes(32).toString("base64")}`;
const message = { id: "evt-0123456789-3", body: '{"text":"Grüße, 你好"}', at: new Date() };

test("the reference implementation of Standard Webhooks takes the signature, by either secret, and by no other", () => {
  const [one, other] = [newSecret(), newSecret()];

  const headers = signatureHeaders(message, [one, other]);

  for (const secret of [one, other]) {
    expect(new Webhook(secret).verify(message.body, { ...headers })).toEqual({ text: "Grüße, 你好" });
  }
  expect(() => new Webhook(newSecret()).verify(message.body, { ...headers })).toThrow(
    "No matching signature",
  );
  expect(() => new Webhook(one).verify(`${message.body} `, { ...headers })).toThrow("No matching signature");
  expect(() => new Webhook(one).verify(message.body, { ...headers, "webhook-id": "evt-1" })).toThrow();
});

test("the plain header signs timestamp, full stop and body, as hexadecimal, one for each secret", () => {
  const secrets = [newSecret(), newSecret()];

  const headers = signatureHeaders(message, secrets);

  const timestamp = String(Math.floor(message.at.getTime() / 1000));
  const expected = secrets.map((secret) => {
    const key = Buffer.from(secret.replace("whsec_", ""), "base64");
    return `sha256=${createHmac("sha256", key).update(`${timestamp}.${message.body}`).digest("hex")}`;
  });
  expect(headers["x-webhook-timestamp"]).toBe(timestamp);
  expect(headers["x-webhook-signature"]).toBe(expected.join(","));
});
