import { z } from "zod";
import { defineModification } from "./frame/define-modification.ts";
import { applyImmediately } from "./rules/apply-immediately.ts";
import { wholeNumberSchema } from "./rules/whole-number-schema.ts";

export const modifyBackupRetention = defineModification({
  name: "modify_backup_retention",
  shortName: "retention",
  label: "Change the backup retention",
  fields: [
    {
      parameter: "retention_days",
      label: "Days to keep automated backups",
      hint: "0 to 35. 0 turns them off and deletes all that there are.",
      kind: "text",
      isRequired: true,
    },
    applyImmediately.field,
  ],
  parameters: z.strictObject({
    retention_days: wholeNumberSchema({ least: 0, most: 35 }),
    apply_immediately: applyImmediately.schema,
  }),
  risk: { production: "high", elsewhere: "medium" },
  patienceSeconds: 45 * 60,
  safetySnapshot: "useless",
  isOfCluster: true,

  check: ({ retention_days }, { replicas, id }) =>
    retention_days === 0 && replicas.length > 0
      ? [
          {
            parameter: "retention_days",
            message: `${id} needs backups as long as it has read replicas (${replicas.join(", ")})`,
          },
        ]
      : [],

  effect: ({ retention_days: after }, { backupRetentionDays: before }) => {
    if (after === 0) {
      return "Turns automated backups off and deletes ALL of them: nothing before today can be restored, to no point in time. Snapshots that people made stay.";
    }
    if (before === 0) return "Turns automated backups on; RDS takes the first one at once.";
    return after < before
      ? `Deletes the automated backups that are older than ${after} days; that cannot be undone.`
      : `Keeps automated backups for ${after} days from now on.`;
  },

  outage: ({ retention_days }, { backupRetentionDays }) => ({
    kind: (retention_days === 0) === (backupRetentionDays === 0) ? "none" : "minutes",
    text:
      (retention_days === 0) === (backupRetentionDays === 0)
        ? "only the time that backups are kept changes"
        : "input and output pause for seconds to minutes",
    source:
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html",
  }),

  cost: ({ retention_days }, { backupRetentionDays }) =>
    retention_days > backupRetentionDays
      ? { kind: "unpriced", why: "backups beyond the free allotment are billed by their size" }
      : { kind: "none" },

  settings: ({ retention_days }) => ({ backupRetentionDays: retention_days }),
  isImmediate: ({ apply_immediately }) => apply_immediately,
  neverWaits: ({ retention_days }, { backupRetentionDays }) => retention_days > 0 && backupRetentionDays > 0,
  inverse: ({ apply_immediately }, { backupRetentionDays }) => ({
    retention_days: backupRetentionDays,
    apply_immediately,
  }),
});
