import { z } from "zod";
import { defineModification } from "./frame/define-modification.ts";
import { parameterGroupSchema } from "./rules/parameter-group-schema.ts";

export const changeParameterGroup = defineModification({
  name: "change_parameter_group",
  shortName: "parameter-group",
  label: "Change the parameter group",
  fields: [
    {
      parameter: "parameter_group",
      label: "Parameter group",
      hint: "One of the instance's engine and major version.",
      kind: "text",
      isRequired: true,
    },
  ],
  parameters: z.strictObject({ parameter_group: parameterGroupSchema }),
  risk: { production: "high", elsewhere: "medium" },

  effect: () =>
    "Gives the instance the other group at once. Its parameters take effect at the next reboot, which this does not do; a parameter that the database cannot start with shows only then.",

  outage: () => ({
    kind: "none",
    text: "until somebody reboots it",
    source:
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.Associating.html",
  }),

  settings: ({ parameter_group }) => ({ parameterGroup: parameter_group }),
  isImmediate: () => false,
  neverWaits: () => true,
  inverse: (_parameters, { parameterGroup }) => ({ parameter_group: parameterGroup }),
});
