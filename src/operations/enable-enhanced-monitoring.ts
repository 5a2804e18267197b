import { z } from "zod";
import { defineModification } from "./frame/define-modification.ts";
import { partitionOf } from "./rules/partition.ts";

const intervals = ["0", "1", "5", "10", "15", "30", "60"] as const;

/** The role that AWS's own console makes for it; the tool may pass RDS no other. */
const monitoringRole = "rds-monitoring-role";

export const enableEnhancedMonitoring = defineModification({
  name: "enable_enhanced_monitoring",
  shortName: "monitoring",
  label: "Change enhanced monitoring",
  fields: [
    {
      parameter: "interval_seconds",
      label: "Seconds between two measurements",
      hint: "0 turns it off.",
      kind: "choice",
      options: intervals,
      isRequired: true,
    },
  ],
  parameters: z.strictObject({
    interval_seconds: z
      .preprocess((given) => String(given).trim(), z.enum(intervals, `choose ${intervals.join(", ")}`))
      .transform(Number),
  }),
  risk: { production: "medium", elsewhere: "low" },
  patienceSeconds: 15 * 60,
  safetySnapshot: "useless",

  effect: ({ interval_seconds: seconds }) =>
    seconds === 0
      ? "Stops measuring the operating system; only CloudWatch's metrics remain."
      : `Measures the operating system every ${seconds === 1 ? "second" : `${seconds} seconds`} and sends that to CloudWatch Logs, which is paid for by volume.`,
  facts: ({ interval_seconds: seconds }) =>
    seconds === 0 ? [] : [{ label: "Monitoring role", value: monitoringRole }],

  outage: () => ({
    kind: "none",
    text: "the database is not touched",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html",
  }),

  cost: ({ interval_seconds: after }, { monitoringIntervalSeconds: before }) =>
    after > 0 && (before === 0 || after < before)
      ? { kind: "unpriced", why: "CloudWatch Logs bills the measurements by volume" }
      : { kind: "none" },

  settings: ({ interval_seconds }) => ({ monitoringIntervalSeconds: interval_seconds }),
  isImmediate: () => false,
  neverWaits: () => true,
  permissions: ({ interval_seconds }, { place: { account, region } }) =>
    interval_seconds === 0
      ? {}
      : { monitoringRoleArn: `arn:${partitionOf(region)}:iam::${account}:role/${monitoringRole}` },
  inverse: (_parameters, before) => ({ interval_seconds: before.monitoringIntervalSeconds }),
});
