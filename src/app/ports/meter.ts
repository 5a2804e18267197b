/** What one thing that happened adds to metrics, by their names. */
export interface Measurement {
  readonly values: Readonly<
    Record<string, { readonly value: number; readonly unit: "Count" | "Milliseconds" }>
  >;
  /** By what the metrics can be told apart, besides the stage. Of few values each: every combination is a metric of its own. */
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface Meter {
  record(measurement: Measurement): void;
}
