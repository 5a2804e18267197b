import type { Meter } from "./app/ports/meter.ts";
import type { Config } from "./config.ts";

const namespace = "Countersign";

/**
 * Metrics as CloudWatch reads them out of a function's log, one JSON line for each measurement: for the stage as a whole, and for
 * each combination of its dimensions. Where logs are for people, nothing is written.
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
      const names = Object.keys(dimensions);
      const Dimensions = names.length > 0 ? [["Stage"], ["Stage", ...names]] : [["Stage"]];
      const Metrics = Object.entries(values).map(([Name, { unit }]) => ({ Name, Unit: unit }));
      const line = {
        _aws: {
          Timestamp: now().getTime(),
          CloudWatchMetrics: [{ Namespace: namespace, Dimensions, Metrics }],
        },
        Stage: stage,
        ...dimensions,
        ...Object.fromEntries(Object.entries(values).map(([name, { value }]) => [name, value])),
      };
      write(`${JSON.stringify(line)}\n`);
    },
  };
}
