/** One private key, which nobody sees: of decisions, or of seals. */
export interface Signer {
  /** An ECDSA signature over the SHA-256 of the bytes, DER in base64. */
  sign(bytes: Uint8Array): Promise<string>;
}
