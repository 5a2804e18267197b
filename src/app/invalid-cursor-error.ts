/** A list was asked for its next page with something that is not the `next` of a page of the same list. */
export class InvalidCursorError extends Error {
  override readonly name = "InvalidCursorError";

  constructor(options?: ErrorOptions) {
    super(
      "The cursor is not one of this list's. Ask for the first page, and go on with its `next`.",
      options,
    );
  }
}
