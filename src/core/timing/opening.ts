/** One time that a window is open: from the first moment to before the last. */
export interface Opening {
  readonly from: Date;
  readonly to: Date;
}

/** A window that opens again and again. */
export interface OpeningHours {
  /** As people read it when something waits for it: "window night". */
  readonly label: string;
  /** The first opening that is not over at the moment; nothing where there is none in the weeks after it. */
  nextOpening(after: Date): Opening | undefined;
}
