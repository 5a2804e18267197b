import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "../../src/local/host/sha256.ts";

export interface Signing {
  readonly key: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly method?: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly service?: string;
  readonly at?: Date;
  /** Whether the body's hash is sent along, as some clients do. */
  readonly sendsHash?: boolean;
}

/** The headers of a request that is signed as AWS's own clients sign it. */
export async function signRequest(signing: Signing): Promise<Record<string, string>> {
  const { key, method = "POST", headers = {}, body, service = "execute-api", at = new Date() } = signing;
  const url = new URL(signing.url);
  const signer = new SignatureV4({
    service,
    region: "eu-central-1",
    credentials: key,
    sha256: Sha256,
    applyChecksum: signing.sendsHash ?? false,
  });
  const signed = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(
        [...url.searchParams.keys()].map((name) => [name, url.searchParams.getAll(name)]),
      ),
      headers: { host: url.host, ...headers },
      ...(body !== undefined && { body }),
    },
    { signingDate: at },
  );
  return signed.headers;
}
