/** One running stand-in for a service, ready to be spoken to at `url`. */
export interface Part {
  readonly name: string;
  readonly url: string;
  stop(): Promise<void>;
}

/** A part that is missing on this machine, ended at once, or did not become ready in time. */
export class PartStartError extends Error {
  override readonly name = "PartStartError";
}
