import type { Measurement } from "../../core/own-metrics.ts";

export interface Meter {
  record(measurement: Measurement): void;
}
