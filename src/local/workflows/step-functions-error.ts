/** An answer of Step Functions that names an error, in its own code. */
export class StepFunctionsError extends Error {
  override readonly name = "StepFunctionsError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
