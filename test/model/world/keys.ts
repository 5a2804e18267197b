import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import type { SecretBox } from "../../../src/app/ports/secret-box.ts";
import type { Signer } from "../../../src/app/ports/signer.ts";
import type { Machine } from "../wire/machine.ts";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** What pollers check decisions with. */
export const decisionKey = publicKey;

/** KMS, as far as it signs. */
export function signerOn(machine: Machine): Signer {
  return {
    sign: (bytes) =>
      machine.call({ service: "kms", operation: "Sign" }, async () =>
        sign("sha256", bytes, privateKey).toString("base64"),
      ),
  };
}

/** KMS, as far as it seals: whoever opens has to name the same context. That nobody else can read it is asked elsewhere. */
export function secretBoxOn(machine: Machine): SecretBox {
  return {
    seal: (secret, context) =>
      machine.call({ service: "kms", operation: "Encrypt" }, async () =>
        Buffer.from(JSON.stringify({ secret, context })).toString("base64"),
      ),
    open: (sealed, context) =>
      machine.call({ service: "kms", operation: "Decrypt" }, async () => {
        const kept = JSON.parse(Buffer.from(sealed, "base64").toString());
        assert.deepEqual(kept.context, context, "a secret is opened with what it was sealed with");
        return String(kept.secret);
      }),
  };
}
