/** What counts now, and what counted until just now, as long as somebody may still use it. */
export interface SecretVersions<Value> {
  readonly current: Value;
  readonly previous: Value | undefined;
}

/** A secret that can be given a new value while processes run that use it. */
export interface Secret<Value> {
  /** Nothing where it has no value yet. Throws where it cannot be read, and was not before. */
  read(): Promise<SecretVersions<Value> | undefined>;
  /**
   * The same, because what was read does not work: read anew, but never more than once in some seconds, whoever asks. So what comes
   * back may be what was known.
   */
  readAnew(): Promise<SecretVersions<Value> | undefined>;
}
