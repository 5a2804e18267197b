import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";

type Bytes = string | ArrayBuffer | ArrayBufferView;

/** SHA-256, keyed or not, in the shape in which `SignatureV4` wants it. */
export class Sha256 {
  readonly #state: Hash | Hmac;

  constructor(secret?: Bytes) {
    this.#state = secret === undefined ? createHash("sha256") : createHmac("sha256", toBuffer(secret));
  }

  update(data: Bytes): void {
    this.#state.update(toBuffer(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#state.digest();
  }
}

function toBuffer(data: Bytes): Buffer {
  if (typeof data === "string") return Buffer.from(data, "utf8");
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}
