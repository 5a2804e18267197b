import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Authority {
  /** As PEM, to be trusted. */
  readonly ca: string;
  /** A certificate for a host's name, valid now or no longer. */
  issue(name: string, validity?: { readonly from: Date; readonly to: Date }): Certificate;
}

const ecdsaWithSha256 = der(0x30, oid("2a8648ce3d040302"));
const hour = 3_600_000;
const around = () => ({ from: new Date(Date.now() - hour), to: new Date(Date.now() + 24 * hour) });

/** A certificate authority of one test's own, whose keys are made now and never written anywhere. */
export function makeAuthority(name = "Acme's own"): Authority {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const root = certificate({
    subject: name,
    issuer: name,
    publicKey: keys.publicKey,
    signer: keys.privateKey,
    extensions: [extension("551d13", der(0x30, der(0x01, Buffer.from([0xff]))))],
    ...around(),
  });
  return {
    ca: root,
    issue: (host, validity = around()) => {
      const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const cert = certificate({
        subject: host,
        issuer: name,
        publicKey: own.publicKey,
        signer: keys.privateKey,
        extensions: [extension("551d11", der(0x30, der(0x82, Buffer.from(host, "ascii"))))],
        ...validity,
      });
      return { cert, key: own.privateKey.export({ format: "pem", type: "pkcs8" }).toString() };
    },
  };
}

interface Content {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly from: Date;
  readonly to: Date;
}

/** X.509 version 3, as RFC 5280 has it, with what TLS looks at and no more. */
function certificate({ subject, issuer, publicKey, signer, extensions, from, to }: Content): string {
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)]);
  const content = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ecdsaWithSha256,
    commonName(issuer),
    der(0x30, time(from), time(to)),
    commonName(subject),
    publicKey.export({ format: "der", type: "spki" }),
    der(0xa3, der(0x30, ...extensions)),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", content, signer));
  const base64 = der(0x30, content, ecdsaWithSha256, signature).toString("base64");
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}(?=.)/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
}

function extension(id: string, content: Buffer): Buffer {
  return der(0x30, oid(id), der(0x04, content));
}

function commonName(name: string): Buffer {
  return der(0x30, der(0x31, der(0x30, oid("550403"), der(0x0c, Buffer.from(name, "utf8")))));
}

function time(at: Date): Buffer {
  return der(
    0x17,
    Buffer.from(
      `${at
        .toISOString()
        .replace(/[-:T]|\.\d+/g, "")
        .slice(2)}`,
      "ascii",
    ),
  );
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
