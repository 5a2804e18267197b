import type { FormField } from "../frame/form-field.ts";
import { yesNoSchema } from "./yes-no-schema.ts";

/** The parameter `apply_immediately` of the modifications that RDS can leave for the maintenance window. */
export const applyImmediately = {
  schema: yesNoSchema.default(true),
  field: {
    parameter: "apply_immediately",
    label: "Apply immediately",
    hint: "Yes unless you say no: then it waits for the maintenance window. Yes also applies whatever else is pending.",
    kind: "yes-no",
    isRequired: false,
  },
} as const satisfies { readonly schema: unknown; readonly field: FormField };
