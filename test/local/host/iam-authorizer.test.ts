import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { makeIamAuthorizer } from "../../../src/local/host/iam-authorizer.ts";
import { type Signing, signRequest } from "../sign-request.ts";

const dana = {
  accessKeyId: "AKIADANA",
  secretAccessKey: "danas-secret",
  arn: "arn:aws:sts::123456789012:assumed-role/Developers/dana@acme.example",
};
const machine = {
  accessKeyId: "AKIACI",
  secretAccessKey: "machines-secret",
  arn: "arn:aws:iam::123456789012:user/ci",
};
const now = new Date("2026-03-02T10:30:59.000Z");
const address = "https://api.local:3901/operations";
const body = '{"operation":"create_snapshot"}';
const authorize = makeIamAuthorizer([dana, machine], () => now);

type Received = { method: string; url: string; headers: Record<string, string>; body: string };

/** A signed request, and what became of it on its way. */
async function arrive(
  signing: Partial<Signing> = {},
  change: (received: Received) => Received = (one) => one,
) {
  const order = { key: dana, url: address, body, at: now, method: "POST", ...signing };
  const headers = await signRequest(order);
  const received = change({ method: order.method, url: order.url, headers, body: order.body });
  const headersDistinct = Object.fromEntries(
    Object.entries(received.headers).map(([name, value]) => [name.toLowerCase(), [value]]),
  );
  return authorize(
    { method: received.method, headersDistinct },
    new URL(received.url),
    Buffer.from(received.body),
  );
}

const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

describe("a signature that holds", () => {
  test("tells whose key it is, as the gateway's authorizer does", async () => {
    expect(await arrive()).toEqual({
      accessKey: "AKIADANA",
      accountId: "123456789012",
      callerId: "AROALOCAL:dana@acme.example",
      cognitoIdentity: null,
      principalOrgId: "o-local",
      userArn: dana.arn,
      userId: "AROALOCAL:dana@acme.example",
    });
    expect(await arrive({ key: machine })).toMatchObject({ userArn: machine.arn, callerId: "AIDALOCAL" });
  });

  test.each<[string, Partial<Signing>]>([
    ["without a body", { method: "GET", url: `${address}/req-1`, body: "" }],
    ["with a query", { method: "GET", url: `${address}?b=2&a=1&a=%20x`, body: "" }],
    ["over further headers", { headers: { "content-type": "application/json", "idempotency-key": "k 1" } }],
    ["with the body's hash sent along", { sendsHash: true }],
    ["of four minutes ago", { at: minutes(-4) }],
    ["of a clock that is four minutes ahead", { at: minutes(4) }],
  ])("%s", async (_what, signing) => {
    expect(await arrive(signing)).toMatchObject({ userArn: dana.arn });
  });

  test("agrees with AWS's own description of it, computed by hand", async () => {
    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
    const scope = "20260302/eu-central-1/execute-api/aws4_request";
    const canonical = `POST\n/operations\n\nhost:api.local:3901\nx-amz-date:20260302T103059Z\n\nhost;x-amz-date\n${hash(body)}`;
    const toSign = `AWS4-HMAC-SHA256\n20260302T103059Z\n${scope}\n${hash(canonical)}`;
    const key = ["20260302", "eu-central-1", "execute-api", "aws4_request"].reduce<string | Buffer>(
      hmac,
      `AWS4${dana.secretAccessKey}`,
    );
    const authorization = `AWS4-HMAC-SHA256 Credential=AKIADANA/${scope}, SignedHeaders=host;x-amz-date, Signature=${hmac(key, toSign).toString("hex")}`;

    const identity = await arrive({}, (one) => ({
      ...one,
      headers: { host: "api.local:3901", "x-amz-date": "20260302T103059Z", authorization },
    }));

    expect(identity).toMatchObject({ userArn: dana.arn });
  });
});

const withHeader = (name: string, value: string) => (one: Received) => ({
  ...one,
  headers: { ...one.headers, [name]: value },
});
const withAuthorization = (from: string | RegExp, to: string) => (one: Received) =>
  withHeader("authorization", (one.headers.authorization ?? "").replace(from, to))(one);

describe("nobody has signed", () => {
  test.each<[string, Partial<Signing>, ((one: Received) => Received)?]>([
    ["with another secret", { key: { accessKeyId: "AKIADANA", secretAccessKey: "guess" } }],
    ["with a key that is not known", { key: { accessKeyId: "AKIAEVE", secretAccessKey: "x" } }],
    ["for another service", { service: "rds" }],
    ["six minutes ago", { at: minutes(-6) }],
    ["six minutes from now", { at: minutes(6) }],
    ["at all", {}, (one) => ({ ...one, headers: { host: "api.local:3901" } })],
    ["another body", {}, (one) => ({ ...one, body: body.replace("create", "delete") })],
    ["another body under the hash of the first", { sendsHash: true }, (one) => ({ ...one, body: "{}" })],
    ["a body that may be any", {}, withHeader("x-amz-content-sha256", "UNSIGNED-PAYLOAD")],
    ["another path", {}, (one) => ({ ...one, url: `${address}/req-1` })],
    ["another query", {}, (one) => ({ ...one, url: `${address}?a=1` })],
    ["another method", {}, (one) => ({ ...one, method: "PUT" })],
    ["for another host", {}, withHeader("host", "other.local")],
    ["another header than was sent", { headers: { "x-one": "1" } }, withHeader("x-one", "2")],
    ["a header of AWS's that came along", {}, withHeader("x-amz-target", "Everything")],
    ["a time that is none", {}, withHeader("x-amz-date", "20261399T999999Z")],
    ["with half a signature", {}, withAuthorization(/.{32}$/, "")],
    ["without the host", {}, withAuthorization("host;", "")],
    ["for another region", {}, withAuthorization("eu-central-1", "us-east-1")],
    ["for another day", {}, withAuthorization("20260302", "20260301")],
    ["as somebody else", {}, withAuthorization("AKIADANA", "AKIACI")],
  ])("%s", async (_what, signing, change) => {
    expect(await arrive(signing, change)).toBeUndefined();
  });
});
