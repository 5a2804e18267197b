import { createPublicKey } from "node:crypto";
import { GetPublicKeyCommand, KMSClient, type KMSClientConfig, SignCommand } from "@aws-sdk/client-kms";
import { GatewayError } from "../../app/gateway-error.ts";
import type { Signer } from "../../app/ports/signer.ts";
import { answerOf } from "../answer-of.ts";
import { boundedClient } from "../bounded-client.ts";

export function makeKmsClient(overrides: KMSClientConfig = {}): KMSClient {
  const bounds = { attempts: 3, connectionMilliseconds: 1000, requestMilliseconds: 5000 };
  return new KMSClient({ ...boundedClient(bounds), ...overrides });
}

/** Signs with a KMS key of the kind ECC_NIST_P256: https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html */
export function makeKmsSigner(client: KMSClient, keyId: string): Signer {
  return {
    sign: async (bytes) => {
      const command = new SignCommand({
        KeyId: keyId,
        Message: bytes,
        MessageType: "RAW",
        SigningAlgorithm: "ECDSA_SHA_256",
      });
      const { Signature } = await answerOf("KMS Sign", client.send(command));
      if (!Signature) throw new GatewayError("KMS Sign gave no signature");
      return Buffer.from(Signature).toString("base64");
    },
  };
}

/** The key's public half as PEM, which is what a poller checks signatures with. */
export async function readPublicKey(client: KMSClient, keyId: string): Promise<string> {
  const { PublicKey } = await answerOf(
    "KMS GetPublicKey",
    client.send(new GetPublicKeyCommand({ KeyId: keyId })),
  );
  if (!PublicKey) throw new GatewayError("KMS GetPublicKey gave no key");
  const key = createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" });
  return key.export({ format: "pem", type: "spki" }).toString();
}
