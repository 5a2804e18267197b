import { createPublicKey, type KeyObject } from "node:crypto";

/** The key that signatures are checked with. Throws an `Error` that says what is the matter where the text is no such key. */
export function parsePublicKey(pem: string): KeyObject {
  if (pem.includes("PRIVATE KEY")) throw new Error("this is a private key; the public one belongs here");
  const key = createPublicKey(pem);
  const isP256 = key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1";
  if (!isP256) throw new Error("this is not a public key of the curve P-256");
  return key;
}
