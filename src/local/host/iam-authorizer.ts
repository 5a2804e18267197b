import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "./sha256.ts";

/** What API Gateway's IAM authorizer puts into the event of a request that is signed well. */
export interface IamIdentity {
  readonly accessKey: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly cognitoIdentity: null;
  readonly principalOrgId: string;
  readonly userArn: string;
  readonly userId: string;
}

/** Who has signed a request; nobody where the signature is missing, wrong or too old. */
export type IamAuthorizer = (
  request: Pick<IncomingMessage, "method" | "headersDistinct">,
  url: URL,
  body: Buffer,
) => Promise<IamIdentity | undefined>;

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The principal whose key it is. */
  readonly arn: string;
}

/** AWS takes no older and no newer signature: https://docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html */
const mostSkewMilliseconds = 5 * 60_000;

const service = "execute-api";

/**
 * Stands where the gateway's IAM authorizer stands: signs the request once more with the secret of the key that it names, over
 * the headers that it says are signed, and compares. The host and all of AWS's own headers must be among them.
 */
export function makeIamAuthorizer(
  keys: readonly AccessKey[],
  now: () => Date = () => new Date(),
): IamAuthorizer {
  return async (request, url, body) => {
    const given = readAuthorization(request.headersDistinct.authorization?.join() ?? "");
    const key = keys.find(({ accessKeyId }) => accessKeyId === given?.accessKeyId);
    const signedAt = readDate(request.headersDistinct["x-amz-date"]?.join() ?? "");
    if (!given || !key || !signedAt || given.service !== service) return undefined;
    if (Math.abs(now().getTime() - signedAt.getTime()) > mostSkewMilliseconds) return undefined;
    const headers = signedHeaders(request, given.signedHeaders);
    if (!headers || !isHashOf(body, headers["x-amz-content-sha256"])) return undefined;

    const signer = new SignatureV4({
      service,
      region: given.region,
      credentials: key,
      sha256: Sha256,
      applyChecksum: false,
    });
    const signed = await signer.sign(
      {
        method: request.method ?? "GET",
        protocol: "https:",
        hostname: url.hostname,
        path: url.pathname,
        query: queryOf(url.searchParams),
        headers,
        ...(body.length > 0 && { body }),
      },
      { signingDate: signedAt, signableHeaders: new Set(given.signedHeaders) },
    );
    // The whole header: the key, the day, the region and the list of headers count, too.
    const made = readAuthorization(signed.headers.authorization ?? "");
    return made && made.scope === given.scope && isSame(made.signature, given.signature)
      ? identityOf(key)
      : undefined;
  };
}

function readAuthorization(header: string) {
  const found =
    /^AWS4-HMAC-SHA256\s+Credential=(([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
      header.trim(),
    );
  if (!found) return undefined;
  const [, scope = "", accessKeyId = "", region = "", named = "", list = "", signature = ""] = found;
  return { scope, accessKeyId, region, service: named, signedHeaders: list.split(";"), signature };
}

/** Of `20260302T103059Z`. */
function readDate(text: string): Date | undefined {
  if (!/^\d{8}T\d{6}Z$/.test(text)) return undefined;
  const date = new Date(text.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function signedHeaders({ headersDistinct }: Parameters<IamAuthorizer>[0], names: readonly string[]) {
  const own = Object.keys(headersDistinct).filter((name) => name.startsWith("x-amz-"));
  if (![...own, "host"].every((name) => names.includes(name))) return undefined;
  const values = names.map((name) => [name, headersDistinct[name]?.join(",") ?? ""] as const);
  return Object.fromEntries(values);
}

/** Where the hash of the body is sent along, it is what is signed, so it must be the body's. */
function isHashOf(body: Buffer, sent: string | undefined): boolean {
  return sent === undefined || sent === createHash("sha256").update(body).digest("hex");
}

function queryOf(parameters: URLSearchParams): Record<string, string[]> {
  return Object.fromEntries([...parameters.keys()].map((name) => [name, parameters.getAll(name)]));
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

function identityOf({ accessKeyId, arn }: AccessKey): IamIdentity {
  const session = arn.split("/").at(-1) ?? "";
  const callerId = arn.includes(":assumed-role/") ? `AROALOCAL:${session}` : "AIDALOCAL";
  return {
    accessKey: accessKeyId,
    accountId: arn.split(":")[4] ?? "",
    callerId,
    cognitoIdentity: null,
    principalOrgId: "o-local",
    userArn: arn,
    userId: callerId,
  };
}
