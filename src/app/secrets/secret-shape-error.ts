/** A secret's value is not of the shape that is stored there. Names the fields, never what is in them. */
export class SecretShapeError extends Error {
  override readonly name = "SecretShapeError";
}
