/** DynamoDB will never take this item: over 400 KB, nested deeper than 32 levels, or a number beyond its range. */
export class UnstorableItemError extends Error {
  override readonly name = "UnstorableItemError";

  constructor(what: string, options: ErrorOptions) {
    super(
      `${what} cannot be stored. DynamoDB takes items of up to 400 KB and 32 levels, and numbers up to 1e126`,
      options,
    );
  }
}
