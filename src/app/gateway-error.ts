/** Something outside did not answer as it should, and it may pass: the queue delivers again. The cause is kept. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
}
