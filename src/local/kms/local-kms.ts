import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { serveLocally } from "../parts/serve-locally.ts";

export interface LocalKms {
  readonly url: string;
  stop(): Promise<void>;
}

export interface LocalKmsOptions {
  /** Where the key is kept, and made where there is none. */
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
 * Starts a small stand-in for AWS KMS on 127.0.0.1: Sign and GetPublicKey in the JSON protocol, with one P-256 key, whatever it is
 * asked for by.
 */
export async function startLocalKms({ keyFile, port = 0 }: LocalKmsOptions): Promise<LocalKms> {
  const key = createPrivateKey(readOrMakeKey(keyFile));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: unknown = JSON.parse(await text(request));
    const action = request.headers["x-amz-target"]?.toString().replace("TrentService.", "");
    if (action === "GetPublicKey") {
      const spki = createPublicKey(key).export({ format: "der", type: "spki" });
      return send(response, 200, {
        PublicKey: spki.toString("base64"),
        KeySpec: "ECC_NIST_P256",
        KeyUsage: "SIGN_VERIFY",
      });
    }
    if (action !== "Sign") return send(response, 400, { __type: "UnsupportedOperationException" });
    const asked = signSchema.safeParse(body);
    if (!asked.success) {
      return send(response, 400, { __type: "ValidationException", message: z.prettifyError(asked.error) });
    }
    const { KeyId, Message, SigningAlgorithm } = asked.data;
    const message = Buffer.from(Message, "base64");
    if (message.length > 4096) {
      return send(response, 400, { __type: "ValidationException", message: "4096 bytes at most" });
    }
    const signature = sign("sha256", message, key);
    send(response, 200, { KeyId, Signature: signature.toString("base64"), SigningAlgorithm });
  }

  return serveLocally(answer, port);
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
