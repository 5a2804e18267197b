import { verify } from "node:crypto";
import { parsePublicKey } from "../../../core/public-key.ts";
import type { Signer } from "../../ports/signer.ts";
import { type Check, type Finding, fine, problem, skipped } from "../check.ts";

/** A KMS key that signs, and its public half as PEM. */
export interface SigningKey extends Signer {
  readonly about: string;
  readonly publicKey: () => Promise<string>;
}

/** Nothing that is signed for a purpose begins like this. */
const sample = new TextEncoder().encode("countersign-doctor-v1\nsigned to see that it can be");

/** Every key signs, and its signature is right by its public half. */
export function checkKeys(keys: readonly SigningKey[]): Check {
  return {
    name: "keys",
    look: async () =>
      keys.length === 0 ? [skipped("keys", "none are set up")] : Promise.all(keys.map(judge)),
  };

  async function judge({ about, sign, publicKey }: SigningKey): Promise<Finding> {
    const pem = await publicKey();
    const signature = await sign(sample);
    return verify("sha256", sample, parsePublicKey(pem), Buffer.from(signature, "base64"))
      ? fine(about, "signs")
      : problem(about, "what it signs is not right by its public key", "Look which key the alias leads to.");
  }
}
