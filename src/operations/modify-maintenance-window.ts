import { z } from "zod";
import { defineModification } from "./frame/define-modification.ts";
import { applyImmediately } from "./rules/apply-immediately.ts";
import { maintenanceWindowSchema, windowsOverlap } from "./rules/time-window.ts";

export const modifyMaintenanceWindow = defineModification({
  name: "modify_maintenance_window",
  shortName: "maintenance-window",
  label: "Change the maintenance window",
  fields: [
    {
      parameter: "maintenance_window",
      label: "Maintenance window (UTC)",
      hint: "When RDS may maintain it: ddd:HH:MM-ddd:HH:MM, 30 minutes or more, such as sun:03:30-sun:04:30.",
      kind: "text",
      isRequired: true,
    },
    applyImmediately.field,
  ],
  parameters: z.strictObject({
    maintenance_window: maintenanceWindowSchema,
    apply_immediately: applyImmediately.schema,
  }),
  risk: { production: "medium", elsewhere: "low" },
  safetySnapshot: "useless",

  check: ({ maintenance_window }, { backupWindow }) =>
    windowsOverlap(backupWindow, maintenance_window)
      ? [
          {
            parameter: "maintenance_window",
            message: `it must not overlap the daily backup window, ${backupWindow}`,
          },
        ]
      : [],

  effect: ({ maintenance_window }) =>
    `RDS maintains the instance, and applies what waits for it, within ${maintenance_window} UTC from now on. If that is now and a restart is pending, the database restarts.`,

  outage: () => ({
    kind: "none",
    text: "unless the new window is open now and something that needs a restart is pending",
    source:
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Maintenance.html#Concepts.DBMaintenance",
  }),

  settings: ({ maintenance_window }) => ({ maintenanceWindow: maintenance_window }),
  isImmediate: ({ apply_immediately }) => apply_immediately,
  neverWaits: () => true,
  inverse: ({ apply_immediately }, { maintenanceWindow }) => ({
    maintenance_window: maintenanceWindow,
    apply_immediately,
  }),
});
