import { z } from "zod";
import type { ParameterIssue } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { FormField } from "../../operations/frame/form-field.ts";

const usual = 3;
const most = 10;

/** The question that only a request for several instances has. */
export const parallelField: FormField = {
  parameter: "parallel",
  label: "How many at the same time",
  hint: `1 to ${most}. Left empty, ${usual}.`,
  kind: "text",
  isRequired: false,
};

const parallelSchema = z
  .union([
    z.int(),
    z
      .string()
      .trim()
      .regex(/^\d{1,3}$/)
      .transform(Number),
  ])
  .pipe(z.int().min(1).max(most))
  .default(usual);

type Parameters = Readonly<Record<string, unknown>>;

/** How many instances of a bulk request shall run at the same time, taken out of the parameters that are the operation's. */
export function readParallelism({
  parallel,
  ...parameters
}: Parameters): Result<
  { readonly parallelism: number; readonly parameters: Parameters },
  readonly ParameterIssue[]
> {
  const parsed = parallelSchema.safeParse(parallel);
  return parsed.success
    ? ok({ parallelism: parsed.data, parameters })
    : err([{ parameter: parallelField.parameter, message: `a whole number from 1 to ${most}` }]);
}
