/** Something outside did not answer as it should, and it may pass: the queue delivers again. The cause is kept. */
export class GatewayError extends Error {
  override readonly name: string = "GatewayError";
}

/** Something outside said that it did nothing: whoever asked need not find out before they ask again. */
export class NotDoneError extends GatewayError {
  override readonly name = "NotDoneError";
}
