import { z } from "zod";
import { jsonObjectSchema } from "../../core/json.ts";
import { personIdSchema, surfaces } from "../../core/person.ts";
import type { PolicyQuestion } from "../../core/policy/evaluate-policy.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { risks } from "../../core/risk.ts";

/** What is known of a question; what is not said is not known to the rules either. */
export type Question = Omit<PolicyQuestion, "catalogueRisk" | "raisedBy"> & {
  readonly catalogueRisk?: PolicyQuestion["catalogueRisk"] | undefined;
};

export type PolicyCommand =
  | { readonly kind: "check-policy"; readonly file: string }
  | { readonly kind: "explain-policy"; readonly file: string; readonly question: Question };

const json = z.string().transform((text, context) => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    context.addIssue({ code: "custom", message: "is no JSON" });
    return z.NEVER;
  }
});

const questionSchema = z
  .object({
    operation: z.string("is missing: the operation or action that is asked for"),
    environment: z.string().default("production"),
    risk: z.enum(risks, 'is "low", "medium" or "high"').optional(),
    parameters: json.pipe(jsonObjectSchema).optional(),
    tags: json.pipe(z.record(z.string(), z.string())).optional(),
    instance: json.pipe(jsonObjectSchema).optional(),
    requester: personIdSchema.optional(),
    surface: z.enum(surfaces).optional(),
    at: z.iso
      .datetime({ offset: true, error: 'is a moment such as "2026-11-27T17:30:00Z"' })
      .transform((text) => new Date(text))
      .optional(),
    cost: z.coerce.number("is an amount in USD a month").optional(),
  })
  .transform(({ risk, cost, ...asked }): Question => {
    const change = {
      kind: "change",
      isAtMost: false,
      currency: "USD",
      pricesAsOf: "",
      basis: "list",
    } as const;
    return {
      ...asked,
      collateral: [],
      ...(risk && { catalogueRisk: risk }),
      ...(cost !== undefined && { cost: { ...change, monthlyChange: cost } }),
    };
  });

/** What the arguments after `policy` ask for, or what is wrong with them, in a sentence. */
export function parsePolicyCommand(
  [action, file, ...more]: readonly string[],
  values: Readonly<Record<string, unknown>>,
): Result<PolicyCommand, string> {
  if (action !== "check" && action !== "explain")
    return err('Say "policy check FILE" or "policy explain FILE".');
  if (file === undefined) return err(`Which file? Say "policy ${action} FILE".`);
  if (more.length > 0) return err(`"${more[0]}" stands alone: quote what has spaces.`);
  if (action === "check") {
    const [foreign] = Object.keys(values);
    return foreign === undefined
      ? ok({ kind: "check-policy", file })
      : err(`"policy check" has no --${foreign}.`);
  }
  const question = questionSchema.safeParse(values);
  if (question.success) return ok({ kind: "explain-policy", file, question: question.data });
  const [issue] = question.error.issues;
  return err(`--${String(issue?.path[0])} ${issue?.message}.`);
}
