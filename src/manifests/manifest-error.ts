/** A manifest cannot be filled in with what was given; the message says what it should be. */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
}
