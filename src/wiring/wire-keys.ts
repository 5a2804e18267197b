import type { SecretBox } from "../app/ports/secret-box.ts";
import type { Signer } from "../app/ports/signer.ts";
import { type Config, required } from "../config.ts";

// KMS's client is loaded with its first call: most events make none.

/** Seals what lies in a table and must not be read there. */
export function wireSecretBox({ secretsKeyId }: Config): SecretBox {
  const keyId = required(secretsKeyId, "SECRETS_KEY_ID");
  const box = once(async () => {
    const { makeKmsSecretBox } = await import("../aws/kms/secret-box.ts");
    return makeKmsSecretBox(await kmsClient(), keyId);
  });
  return {
    seal: async (...given) => (await box()).seal(...given),
    open: async (...given) => (await box()).open(...given),
  };
}

/** Signs what pollers on the premises are told. */
export function wireDecisionSigner({ decisions }: Config): Signer {
  return signerOf(required(decisions.keyId, "DECISION_KEY_ID"));
}

export function wireSealSigner({ seals }: Config): Signer {
  return signerOf(required(seals.keyId, "SEAL_KEY_ID"));
}

function signerOf(keyId: string): Signer {
  const signer = once(async () => {
    const { makeKmsSigner } = await import("../aws/kms/signer.ts");
    return makeKmsSigner(await kmsClient(), keyId);
  });
  return { sign: async (bytes) => (await signer()).sign(bytes) };
}

async function kmsClient() {
  const { makeKmsClient } = await import("../aws/kms/signer.ts");
  return makeKmsClient();
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
