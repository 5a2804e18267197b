import type { Meter } from "./app/ports/meter.ts";
import type { Config } from "./config.ts";
import {
  type Measurement,
  metricNamespace,
  type OwnMetric,
  type OwnMetricName,
  ownMetricNames,
  ownMetrics,
} from "./core/own-metrics.ts";

/**
 * Metrics as CloudWatch reads them out of a function's log, one JSON line for each measurement: for the stage as a whole, and once
 * more by each of a metric's dimensions. Where logs are for people, nothing is written.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function makeMeter(
  { stage, log }: Pick<Config, "stage" | "log">,
  {
    write = (line: string) => void process.stdout.write(line),
    now = () => new Date(),
  }: { readonly write?: (line: string) => void; readonly now?: () => Date } = {},
): Meter {
  if (log.format === "pretty") return { record: () => {} };
  return {
    record: ({ values, dimensions }) => {
      const measured = ownMetricNames.filter((name) => values[name] !== undefined);
      if (measured.length === 0) return;
      const line = {
        _aws: { Timestamp: now().getTime(), CloudWatchMetrics: directivesOf(measured, dimensions) },
        Stage: stage,
        ...dimensions,
        ...values,
      };
      write(`${JSON.stringify(line)}\n`);
    },
  };
}

/** A directive for each set of dimensions, as all of its metrics go by all of them. */
function directivesOf(measured: readonly OwnMetricName[], dimensions: Measurement["dimensions"]) {
  const sets = new Map<string, { Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }>();
  for (const Name of measured) {
    const { unit: Unit, by }: OwnMetric = ownMetrics[Name];
    const names = by.filter((name) => dimensions[name] !== undefined);
    const set = sets.get(names.join()) ?? {
      Dimensions: [["Stage"], ...names.map((name) => ["Stage", name])],
      Metrics: [],
    };
    set.Metrics.push({ Name, Unit });
    sets.set(names.join(), set);
  }
  return [...sets.values()].map((set) => ({ Namespace: metricNamespace, ...set }));
}
