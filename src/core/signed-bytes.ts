import { createHash } from "node:crypto";

/**
 * What a signature over a text is made over: the text's SHA-256, as KMS takes 4096 bytes at most, behind the purpose, so that nothing
 * signed for one purpose passes for another.
 */
export function signedBytesOf(purpose: string, text: string): Uint8Array {
  const hash = createHash("sha256").update(text, "utf8").digest("hex");
  return new TextEncoder().encode(`${purpose}\n${hash}`);
}
