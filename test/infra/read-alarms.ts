import { readdir, readFile } from "node:fs/promises";
import { z } from "zod";
import { parseTemplate } from "../../src/local/provision/parse-template.ts";

const metricSchema = z.looseObject({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })),
});

const alarmSchema = z.looseObject({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  AlarmActions: z.unknown(),
  OKActions: z.unknown(),
});

const metricAlarmSchema = alarmSchema.extend({
  EvaluationPeriods: z.int(),
  DatapointsToAlarm: z.int(),
  Threshold: z.unknown(),
  ComparisonOperator: z.string(),
  TreatMissingData: z.enum(["breaching", "notBreaching"]),
  Period: z.int().optional(),
  Namespace: z.string().optional(),
  Metrics: z
    .array(
      z.looseObject({
        Id: z.string(),
        Expression: z.string().optional(),
        MetricStat: z.object({ Metric: metricSchema, Period: z.int(), Stat: z.string() }).optional(),
      }),
    )
    .optional(),
});

const resourceSchema = z.discriminatedUnion("Type", [
  z.looseObject({ Type: z.literal("AWS::CloudWatch::Alarm"), Properties: metricAlarmSchema }),
  z.looseObject({
    Type: z.literal("AWS::CloudWatch::CompositeAlarm"),
    Properties: alarmSchema.extend({ AlarmRule: z.string() }),
  }),
]);

type MetricAlarm = z.infer<typeof metricAlarmSchema>;
export type Metric = z.infer<typeof metricSchema>;

/** An alarm of `infra/alarms`, by its name without the stage. */
export interface Alarm {
  readonly name: string;
  /** The file that defines it. */
  readonly file: string;
  readonly logicalId: string;
  readonly properties: z.infer<typeof alarmSchema>;
  /** Nothing of one that is made of alarms. */
  readonly metric: MetricAlarm | undefined;
}

const folder = "infra/alarms";
const withoutAlarms: ReadonlySet<string> = new Set(["topic.yml", "thresholds.yml"]);

export async function readAlarms(): Promise<readonly Alarm[]> {
  const files = (await readdir(folder)).filter((file) => !withoutAlarms.has(file));
  const read = async (file: string) => {
    const { Resources } = z
      .object({ Resources: z.record(z.string(), resourceSchema) })
      .parse(parseTemplate(await readFile(`${folder}/${file}`, "utf8"), "STAGE"));
    return Object.entries(Resources).map(([logicalId, { Type, Properties }]) => ({
      name: Properties.AlarmName.replace(/^countersign-(.*)-STAGE$/, "$1"),
      file,
      logicalId,
      properties: Properties,
      metric: Type === "AWS::CloudWatch::Alarm" ? metricAlarmSchema.parse(Properties) : undefined,
    }));
  };
  return (await Promise.all(files.map(read))).flat();
}

/** All that an alarm looks at, on its own or in an expression. */
export function metricsOf({ metric }: Alarm): readonly Metric[] {
  if (!metric) return [];
  const own = metricSchema.safeParse(metric);
  const queried = (metric.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
  return own.success ? [own.data, ...queried] : queried;
}
