import { z } from "zod";
import { defineModification } from "./frame/define-modification.ts";
import { applyImmediately } from "./rules/apply-immediately.ts";
import { yesNoSchema } from "./rules/yes-no-schema.ts";

export const modifyMultiAz = defineModification({
  name: "modify_multi_az",
  shortName: "multi-az",
  label: "Turn Multi-AZ on or off",
  fields: [
    {
      parameter: "multi_az",
      label: "Standby in a second availability zone",
      hint: "It doubles the price of the instance.",
      kind: "yes-no",
      isRequired: true,
    },
    applyImmediately.field,
  ],
  parameters: z.strictObject({ multi_az: yesNoSchema, apply_immediately: applyImmediately.schema }),
  risk: { production: "high", elsewhere: "medium" },
  patienceSeconds: 45 * 60,
  isOfCluster: true,

  title: ({ multi_az }, { id }) => `Turn Multi-AZ ${multi_az ? "on" : "off"} for ${id}`,
  effect: ({ multi_az }) =>
    multi_az
      ? "Makes a standby in a second availability zone from a snapshot and keeps it in step. Writes are slower while it is made, and a little slower afterwards."
      : "Deletes the standby. If the availability zone or the machine fails, the database is down until RDS has replaced it.",

  outage: ({ multi_az }) => ({
    kind: "none",
    text: multi_az ? "writes are slower while the standby is made" : "the standby is deleted",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Migrating.html",
  }),

  settings: ({ multi_az }) => ({ isMultiAz: multi_az }),
  isImmediate: ({ apply_immediately }) => apply_immediately,
  inverse: ({ apply_immediately }, { isMultiAz }) => ({ multi_az: isMultiAz, apply_immediately }),
});
