import type { InstanceMetrics, Series } from "../ports/metrics.ts";
import { type Reading, unknownText } from "./reading.ts";

/** A value that is older is told with its time: RDS measures each minute and CloudWatch shows it a few later. */
const freshMilliseconds = 5 * 60_000;

/** CPU of the last hour: now, on average, at the peak. */
export function cpuText(metrics: Reading<InstanceMetrics>, asOf: Date): string {
  const series = metrics.isRead ? metrics.value.cpu : undefined;
  return seriesText(series, (value) => `${Math.round(value)} %`, asOf);
}

/** Connections of the last hour: now, on average, at the peak. */
export function connectionsText(metrics: Reading<InstanceMetrics>, asOf: Date): string {
  const series = metrics.isRead ? metrics.value.connections : undefined;
  return seriesText(series, (value) => String(Math.round(value)), asOf);
}

/** How far a replica is behind. */
export function lagText(metrics: Reading<InstanceMetrics>, replicaId: string, asOf: Date): string {
  const series = metrics.isRead ? metrics.value.replicaLag.get(replicaId) : undefined;
  const latest = series?.at(-1);
  if (!latest) return `lag ${unknownText}`;
  // AWS: "ReplicaLag returns -1 if replication is not active".
  const lag = latest.value < 0 ? "nothing is replicated" : `${Math.round(latest.value)} s behind`;
  return isFresh(latest.at, asOf) ? lag : `${lag} at ${clockText(latest.at)}, not measured since`;
}

function seriesText(series: Series | undefined, textOf: (value: number) => string, asOf: Date): string {
  if (!series) return unknownText;
  const latest = series.at(-1);
  if (!latest) return "not measured";
  const values = series.map(({ value }) => value);
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  const around = `${textOf(average)} average · ${textOf(Math.max(...values))} peak`;
  return isFresh(latest.at, asOf)
    ? `${textOf(latest.value)} now · ${around}`
    : `${textOf(latest.value)} at ${clockText(latest.at)}, not measured since · ${around}`;
}

function isFresh(at: Date, asOf: Date): boolean {
  return asOf.getTime() - at.getTime() <= freshMilliseconds;
}

function clockText(moment: Date): string {
  return `${moment.toISOString().slice(11, 16)} UTC`;
}
