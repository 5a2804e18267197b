/** When the pollers of the tenant were last heard of. */
interface PollerSighting {
  readonly poller: string;
  readonly at: Date;
}

export interface PollerSightings {
  /** Keeps the latest. */
  note(sighting: PollerSighting): Promise<void>;
  find(): Promise<PollerSighting | undefined>;
}
