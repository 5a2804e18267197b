import { z } from "zod";
import { defineModification } from "./frame/define-modification.ts";
import { yesNoSchema } from "./rules/yes-no-schema.ts";

export const modifyDeletionProtection = defineModification({
  name: "modify_deletion_protection",
  shortName: "deletion-protection",
  label: "Turn deletion protection on or off",
  fields: [
    {
      parameter: "deletion_protection",
      label: "Deletion protection",
      hint: "While it is on, nobody can delete the instance.",
      kind: "yes-no",
      isRequired: true,
    },
  ],
  parameters: z.strictObject({ deletion_protection: yesNoSchema }),
  risk: { production: "high", elsewhere: "low" },
  safetySnapshot: "useless",
  isOfCluster: true,

  title: ({ deletion_protection }, { id }) =>
    `Turn deletion protection ${deletion_protection ? "on" : "off"} for ${id}`,
  effect: ({ deletion_protection }) =>
    deletion_protection
      ? "Nobody can delete the instance until the protection is turned off again."
      : "Whoever has the permission can delete the instance from then on.",

  outage: () => ({
    kind: "none",
    text: "the database is not touched",
    source:
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html#USER_DeleteInstance.DeletionProtection",
  }),

  settings: ({ deletion_protection }) => ({ hasDeletionProtection: deletion_protection }),
  isImmediate: () => false,
  neverWaits: () => true,
  inverse: (_parameters, before) => ({ deletion_protection: before.hasDeletionProtection }),
});
