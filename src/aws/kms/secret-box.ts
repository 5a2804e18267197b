import { DecryptCommand, EncryptCommand, type KMSClient } from "@aws-sdk/client-kms";
import { GatewayError } from "../../app/gateway-error.ts";
import type { SecretBox } from "../../app/ports/secret-box.ts";
import { answerOf } from "../answer-of.ts";

/** Before the base64, so that another way of sealing can be told from this one. */
const mark = "kms1.";

/** What KMS itself encrypts: https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
const mostBytes = 4096;

/** Seals with a symmetric KMS key, the context as its encryption context. What is too long for KMS is a `RangeError`. */
export function makeKmsSecretBox(client: KMSClient, keyId: string): SecretBox {
  return {
    seal: async (secret, context) => {
      const Plaintext = Buffer.from(secret, "utf8");
      if (Plaintext.length === 0 || Plaintext.length > mostBytes) {
        throw new RangeError(`A secret has 1 to ${mostBytes} bytes`);
      }
      const command = new EncryptCommand({ KeyId: keyId, Plaintext, EncryptionContext: { ...context } });
      const { CiphertextBlob } = await answerOf("KMS Encrypt", client.send(command));
      if (!CiphertextBlob) throw new GatewayError("KMS Encrypt gave no ciphertext");
      return mark + Buffer.from(CiphertextBlob).toString("base64");
    },
    open: async (sealed, context) => {
      if (!sealed.startsWith(mark)) throw new TypeError("This is no sealed text");
      const CiphertextBlob = Buffer.from(sealed.slice(mark.length), "base64");
      // With the key's name, so that nothing sealed by another one is opened.
      const command = new DecryptCommand({ KeyId: keyId, CiphertextBlob, EncryptionContext: { ...context } });
      const { Plaintext } = await answerOf("KMS Decrypt", client.send(command));
      if (!Plaintext) throw new GatewayError("KMS Decrypt gave no plaintext");
      return Buffer.from(Plaintext).toString("utf8");
    },
  };
}
