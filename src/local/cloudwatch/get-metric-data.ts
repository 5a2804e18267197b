import { z } from "zod";
import type { Fault } from "./faults.ts";
import { measure } from "./measure.ts";

const querySchema = z.object({
  Id: z.string().regex(/^[a-z][a-zA-Z0-9_]*$/),
  MetricStat: z.object({
    Metric: z.object({
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })),
    }),
    Period: z.number().int().multipleOf(60).positive(),
    Stat: z.literal("Average"),
  }),
});

/** What is understood of a GetMetricData; times are in seconds. */
export const getMetricDataSchema = z.object({
  MetricDataQueries: z.array(querySchema).min(1).max(500),
  StartTime: z.number(),
  EndTime: z.number(),
  ScanBy: z.enum(["TimestampAscending", "TimestampDescending"]).default("TimestampDescending"),
});

/** The answer to a GetMetricData. `silent` instances have no values: a stopped database measures nothing. */
export function getMetricData(
  { MetricDataQueries, StartTime, EndTime, ScanBy }: z.infer<typeof getMetricDataSchema>,
  silent: ReadonlySet<string>,
  fault: Fault | undefined,
) {
  return {
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric, Period } }, index) => {
      if (fault?.kind === "partial" && index % 2 === 1) {
        return { Id, Label: Metric.MetricName, Timestamps: [], Values: [], StatusCode: "InternalError" };
      }
      const instanceId = Metric.Dimensions.find(({ Name }) => Name === "DBInstanceIdentifier")?.Value;
      const isKnown = Metric.Namespace === "AWS/RDS" && instanceId !== undefined && !silent.has(instanceId);
      const points =
        isKnown && fault?.kind !== "empty" ? pointsOf(Metric.MetricName, instanceId, Period) : [];
      const inOrder = ScanBy === "TimestampAscending" ? points : points.toReversed();
      return {
        Id,
        Label: Metric.MetricName,
        Timestamps: inOrder.map(({ at }) => at),
        Values: inOrder.map(({ value }) => value),
        StatusCode: "Complete",
      };
    }),
    Messages: [],
  };

  /** One for each period that has ended, as CloudWatch has it. */
  function pointsOf(metric: string, instanceId: string, period: number) {
    const points: { readonly at: number; readonly value: number }[] = [];
    for (let at = Math.ceil(StartTime / period) * period; at + period <= EndTime; at += period) {
      const value = measure(metric, instanceId, at * 1000);
      if (value !== undefined) points.push({ at, value });
    }
    return points;
  }
}
