import { z } from "zod";
import { defineModification } from "./frame/define-modification.ts";
import { applyImmediately } from "./rules/apply-immediately.ts";
import { backupWindowSchema, windowsOverlap } from "./rules/time-window.ts";

export const modifyBackupWindow = defineModification({
  name: "modify_backup_window",
  shortName: "backup-window",
  label: "Change the backup window",
  fields: [
    {
      parameter: "backup_window",
      label: "Backup window (UTC)",
      hint: "When the daily backup may begin: HH:MM-HH:MM, 30 minutes or more, such as 02:00-02:30.",
      kind: "text",
      isRequired: true,
    },
    applyImmediately.field,
  ],
  parameters: z.strictObject({
    backup_window: backupWindowSchema,
    apply_immediately: applyImmediately.schema,
  }),
  risk: { production: "medium", elsewhere: "low" },
  safetySnapshot: "useless",
  isOfCluster: true,

  check: ({ backup_window }, { maintenanceWindow }) =>
    windowsOverlap(backup_window, maintenanceWindow)
      ? [
          {
            parameter: "backup_window",
            message: `it must not overlap the maintenance window, ${maintenanceWindow}`,
          },
        ]
      : [],

  effect: ({ backup_window }, { isMultiAz }) =>
    `The daily backup is taken between ${backup_window.replace("-", " and ")} UTC from now on.${
      isMultiAz ? "" : " On a single-AZ instance, input and output can pause for a few seconds then."
    }`,

  outage: () => ({
    kind: "none",
    text: "only the time of the daily backup changes",
    source:
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html#USER_WorkingWithAutomatedBackups.BackupWindow",
  }),

  settings: ({ backup_window }) => ({ backupWindow: backup_window }),
  isImmediate: ({ apply_immediately }) => apply_immediately,
  neverWaits: () => true,
  inverse: ({ apply_immediately }, { backupWindow }) => ({ backup_window: backupWindow, apply_immediately }),
});
