/** Facts that a secret is bound to. They are no secret: they stand in the key's own log. */
export type SecretContext = Readonly<Record<string, string>>;

/** Keeps short secrets, of 4096 bytes at most, in a form that may lie in a table. */
export interface SecretBox {
  /** A text that only `open` with the same context turns back. `purpose` in the context is what rights are given by. */
  seal(secret: string, context: SecretContext): Promise<string>;
  /** Throws where the text was sealed with another context or key, or is no sealed text. */
  open(sealed: string, context: SecretContext): Promise<string>;
}
