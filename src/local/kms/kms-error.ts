/** An answer of KMS that names an error, in its own code. */
export class KmsError extends Error {
  override readonly name = "KmsError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
