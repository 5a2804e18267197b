import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { serveLocally } from "../parts/serve-locally.ts";
import { KmsError } from "./kms-error.ts";
import { openSymmetricKey } from "./symmetric-key.ts";

export interface LocalKms {
  readonly url: string;
  stop(): Promise<void>;
}

export interface LocalKmsOptions {
  /** Where the key that signs is kept, and made where there is none. The one that encrypts lies beside it, as `secrets.key`. */
  readonly keyFile: string;
  /** A free one by default. */
  readonly port?: number;
}

const signSchema = z.object({
  KeyId: z.string(),
  Message: z.base64(),
  /** Node signs nothing that it has not hashed itself, so that a digest cannot be taken. */
  MessageType: z.literal("RAW").default("RAW"),
  SigningAlgorithm: z.literal("ECDSA_SHA_256"),
});

/**
 * Starts a small stand-in for AWS KMS on 127.0.0.1 in the JSON protocol: Sign and GetPublicKey with one P-256 key, Encrypt and
 * Decrypt with one AES key, whatever they are asked for by.
 */
export async function startLocalKms({ keyFile, port = 0 }: LocalKmsOptions): Promise<LocalKms> {
  const key = createPrivateKey(readOrMakeKey(keyFile));
  const symmetric = openSymmetricKey(join(dirname(keyFile), "secrets.key"));

  function resultOf(action: string | undefined, body: unknown): object {
    switch (action) {
      case "GetPublicKey":
        return publicKeyOf(key);
      case "Sign":
        return signWith(key, body);
      case "Encrypt":
        return symmetric.encrypt(body);
      case "Decrypt":
        return symmetric.decrypt(body);
      default:
        throw new KmsError("UnsupportedOperationException", "");
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: unknown = JSON.parse(await text(request));
    const action = request.headers["x-amz-target"]?.toString().replace("TrentService.", "");
    try {
      send(response, 200, resultOf(action, body));
    } catch (error) {
      if (!(error instanceof KmsError)) throw error;
      send(response, 400, { __type: error.code, message: error.message });
    }
  }

  return serveLocally(answer, port);
}

function publicKeyOf(key: KeyObject): object {
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  return { PublicKey: spki.toString("base64"), KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" };
}

function signWith(key: KeyObject, body: unknown): object {
  const asked = signSchema.safeParse(body);
  if (!asked.success) throw new KmsError("ValidationException", z.prettifyError(asked.error));
  const { KeyId, Message, SigningAlgorithm } = asked.data;
  const message = Buffer.from(Message, "base64");
  if (message.length > 4096) throw new KmsError("ValidationException", "4096 bytes at most");
  return { KeyId, Signature: sign("sha256", message, key).toString("base64"), SigningAlgorithm };
}

function send(response: ServerResponse, status: number, content: object): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(content));
}

function readOrMakeKey(file: string): string {
  if (existsSync(file)) return readFileSync(file, "utf8");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  writeFileSync(file, pem, { mode: 0o600 });
  return pem;
}
