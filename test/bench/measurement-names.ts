/** The measurements in the order of the table. */
export const measurementNames = [
  "api",
  "slack",
  "teams",
  "decision",
  "poller",
  "start",
  "functions",
  "audit",
  "lists",
] as const;

export type MeasurementName = (typeof measurementNames)[number];

export function isMeasurementName(name: string): name is MeasurementName {
  return measurementNames.some((known) => known === name);
}
