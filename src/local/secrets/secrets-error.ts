/** An answer of Secrets Manager that names an error, in its own code. */
export class SecretsError extends Error {
  override readonly name = "SecretsError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
