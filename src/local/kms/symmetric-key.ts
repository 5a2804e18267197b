import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { KmsError } from "./kms-error.ts";

const bytesSchema = z.base64().transform((text) => Buffer.from(text, "base64"));
const contextSchema = z.record(z.string(), z.string()).default({});

const encryptSchema = z.object({
  KeyId: z.string().min(1).max(255),
  Plaintext: bytesSchema.refine(({ length }) => length >= 1 && length <= 4096, "1 to 4096 bytes"),
  EncryptionContext: contextSchema,
});

const decryptSchema = z.object({
  KeyId: z.string().min(1).max(255).optional(),
  CiphertextBlob: bytesSchema.refine(({ length }) => length >= 1 && length <= 6144, "1 to 6144 bytes"),
  EncryptionContext: contextSchema,
});

const algorithm = "aes-256-gcm";
const ivLength = 12;
const tagLength = 16;

/** Encrypt and Decrypt with one AES key, which is kept in the file: the ciphertext names the key that it was asked for by. */
export function openSymmetricKey(file: string) {
  const key = readOrMakeKey(file);
  return {
    encrypt(body: unknown): object {
      const { KeyId, Plaintext, EncryptionContext } = parse(encryptSchema, body);
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv(algorithm, key, iv).setAAD(boundTo(KeyId, EncryptionContext));
      const sealed = Buffer.concat([cipher.update(Plaintext), cipher.final()]);
      const name = Buffer.from(KeyId);
      const blob = Buffer.concat([Buffer.from([name.length]), name, iv, cipher.getAuthTag(), sealed]);
      return {
        KeyId,
        CiphertextBlob: blob.toString("base64"),
        EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
      };
    },
    decrypt(body: unknown): object {
      const asked = parse(decryptSchema, body);
      const blob = asked.CiphertextBlob;
      const ivAt = 1 + (blob[0] ?? 0);
      const tagAt = ivAt + ivLength;
      const sealedAt = tagAt + tagLength;
      if (blob.length <= sealedAt) throw new KmsError("InvalidCiphertextException", "too short");
      const KeyId = blob.subarray(1, ivAt).toString();
      if (asked.KeyId !== undefined && asked.KeyId !== KeyId) {
        throw new KmsError(
          "IncorrectKeyException",
          "The key ID in the request does not identify a CMK that can perform this operation.",
        );
      }
      const decipher = createDecipheriv(algorithm, key, blob.subarray(ivAt, tagAt), {
        authTagLength: tagLength,
      })
        .setAAD(boundTo(KeyId, asked.EncryptionContext))
        .setAuthTag(blob.subarray(tagAt, sealedAt));
      try {
        const plain = Buffer.concat([decipher.update(blob.subarray(sealedAt)), decipher.final()]);
        return { KeyId, Plaintext: plain.toString("base64"), EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
      } catch {
        throw new KmsError("InvalidCiphertextException", "");
      }
    },
  };
}

function boundTo(keyId: string, context: Readonly<Record<string, string>>): Buffer {
  const sorted = Object.entries(context).sort(([left], [right]) => (left < right ? -1 : 1));
  return Buffer.from(JSON.stringify([keyId, sorted]));
}

function parse<Value>(schema: z.ZodType<Value>, body: unknown): Value {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new KmsError("ValidationException", z.prettifyError(parsed.error));
  return parsed.data;
}

function readOrMakeKey(file: string): Buffer {
  if (existsSync(file)) return Buffer.from(readFileSync(file, "utf8"), "base64");
  const key = randomBytes(32);
  writeFileSync(file, key.toString("base64"), { mode: 0o600 });
  return key;
}
