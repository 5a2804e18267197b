import { z } from "zod";
import type { AlarmChange } from "../../core/alarm/alarm.ts";
import { durationText } from "../../core/texts.ts";

const states = { ALARM: "ringing", OK: "over", INSUFFICIENT_DATA: "unknown" } as const;

/** "2026-11-27T17:20:00.123+0000": ISO 8601 but for the colon that JavaScript's dates may want. */
const momentSchema = z
  .string()
  .transform((text) => text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"))
  .pipe(z.iso.datetime({ offset: true }))
  .transform((text) => new Date(text));

/** Missing where an alarm is made of other alarms, and partly where it has a band for a threshold. */
const triggerSchema = z.object({
  Period: z.number().optional(),
  EvaluationPeriods: z.number().optional(),
  DatapointsToAlarm: z.number().optional(),
  ComparisonOperator: z.string().optional(),
  Threshold: z.number().optional(),
});

const notificationSchema = z.object({
  AlarmName: z.string().min(1).max(255),
  AlarmDescription: z.string().nullish(),
  AlarmArn: z.string(),
  AWSAccountId: z.string(),
  NewStateValue: z.enum(["ALARM", "OK", "INSUFFICIENT_DATA"]),
  NewStateReason: z.string().default(""),
  StateChangeTime: momentSchema,
  Trigger: triggerSchema.optional(),
});

type Notification = z.infer<typeof notificationSchema>;

/**
 * A change of state as CloudWatch tells a topic of it: of an alarm on a metric, on an expression, or on other alarms.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export const cloudWatchAlarmSchema = notificationSchema.transform(
  (told): AlarmChange => ({
    alarm: told.AlarmName,
    state: states[told.NewStateValue],
    at: told.StateChangeTime,
    description: told.AlarmDescription ?? "",
    reason: told.NewStateReason,
    measured: measuredIn(told.NewStateReason),
    threshold: told.Trigger && thresholdText(told.Trigger),
    ...placeOf(told),
  }),
);

/** The newest of the datapoints that the reason names, each with its moment: "[34.2 (27/11/26 17:20:00), …]". */
function measuredIn(reason: string): string | undefined {
  const [, value] = /\[(-?\d+(?:\.\d+)?(?:E-?\d+)?) \(/.exec(reason) ?? [];
  return value === undefined ? undefined : numberText(Number(value));
}

/** "more than 30, in 2 of 3 periods of 5 min". */
function thresholdText(trigger: z.infer<typeof triggerSchema>): string | undefined {
  const { Threshold, ComparisonOperator = "", Period, EvaluationPeriods } = trigger;
  if (Threshold === undefined) return undefined;
  const bound = boundText(ComparisonOperator, numberText(Threshold));
  if (bound === undefined || Period === undefined || EvaluationPeriods === undefined) return bound;
  const { DatapointsToAlarm = EvaluationPeriods } = trigger;
  const period = durationText(Period);
  return EvaluationPeriods === 1
    ? `${bound}, in ${period}`
    : `${bound}, in ${DatapointsToAlarm} of ${EvaluationPeriods} periods of ${period}`;
}

function boundText(operator: string, threshold: string): string | undefined {
  switch (operator) {
    case "GreaterThanThreshold":
      return `more than ${threshold}`;
    case "GreaterThanOrEqualToThreshold":
      return `${threshold} or more`;
    case "LessThanThreshold":
      return `less than ${threshold}`;
    case "LessThanOrEqualToThreshold":
      return `${threshold} or less`;
    default:
      return undefined;
  }
}

/** At most two decimals: CloudWatch has up to sixteen. */
function numberText(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** The account and region by the alarm's ARN, and its page in the console; other partitions have consoles elsewhere. */
function placeOf({
  AlarmArn,
  AlarmName,
  AWSAccountId,
}: Notification): Pick<AlarmChange, "place" | "graphUrl"> {
  const [, partition, region = ""] = /^arn:(aws[a-z-]*):cloudwatch:([a-z0-9-]+):/.exec(AlarmArn) ?? [];
  const place = region === "" ? AWSAccountId : `${AWSAccountId}, ${region}`;
  if (partition !== "aws") return { place };
  const name = encodeURIComponent(AlarmName).replaceAll("'", "%27");
  const console = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}`;
  return { place, graphUrl: `${console}#alarmsV2:alarm/${name}` };
}
