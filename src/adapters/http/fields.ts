import { z } from "@hono/zod-openapi";
import { digestSchema } from "../../core/intent.ts";
import { personIdSchema } from "../../core/person.ts";
import { risks } from "../../core/risk.ts";
import { longestText } from "../../core/transitions/create.ts";

/** What JSON can say and no database keeps: half of a surrogate pair. */
const wellFormed = (text: string) => text.isWellFormed();

/** Text of so many characters at most. */
export function text(longest: number) {
  return z
    .string({ error: ({ input }) => (input === undefined ? "missing" : "must be text") })
    .max(longest, `${longest} characters at most`)
    .refine(wellFormed, "half of a character");
}

/** A name that has to be there. */
export function named(longest = 100) {
  return text(longest).trim().min(1, "missing");
}

export const person = text(254)
  .pipe(personIdSchema)
  .openapi({ type: "string", format: "email", maxLength: 254 });

const digest = text(64).pipe(digestSchema).openapi({
  type: "string",
  pattern: "^[0-9a-f]{64}$",
  description: "What was seen: refused where the request has changed since.",
});

const moment = z.iso.datetime({ offset: true });

export const orderShape = {
  /** Left out with a template, which says it. */
  operation_type: named().optional(),
  /** Its name, or its full name where others have that too. Or several: with commas, a pattern, or a tag. */
  instance_id: named(1000),
  /** Under the operation's own names; the chat's form shows what each takes. */
  parameters: z.record(z.string(), z.unknown(), "must be an object").default({}),
  /** The caller, where it is left out. */
  requested_by: person.optional(),
  /** Raises what the policy says; never lowers it. */
  risk_level: z.enum(risks).optional(),
  /** Refused where the instance is of another one. */
  environment: named().optional(),
  /** Can be left out with a template, which has one. */
  justification: named(longestText).optional(),
  /** USD a month; shown to the approvers beside the price list's own. */
  estimated_cost: z.number().min(-1e9).max(1e9).optional(),
  /** A text such as "20 minutes", or minutes. */
  estimated_duration: z.union([named(), z.number().min(0).max(1e6)]).optional(),
  /** When it is to start: "now", a window's name, or a time. */
  when: named().optional(),
  /** The order's name in your own system, one for each: the same one twice files one request. */
  correlation_id: z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, "1 to 255 visible ASCII characters")
    .optional(),
  /** Where this request's events are sent as well, signed by the tenant's secret for requests. See docs/webhooks.md. */
  webhook_url: text(2048).optional(),
  /** One of the policy's templates: it fixes the operation and all parameters but those that it leaves open. */
  template: named().optional(),
  /** An emergency, which waits for nobody and is reviewed afterwards: for the groups that the policy names. */
  break_glass: z.strictObject({ incident: named() }).optional(),
} as const;

/** What an order needs besides what its shape says: the operation and the reason, or a template that has both. */
export function checkOrder(
  { template, operation_type, justification }: Wished,
  { addIssue }: Pick<z.RefinementCtx, "addIssue">,
): void {
  const issue = (message: string, field: string) => addIssue({ code: "custom", message, path: [field] });
  if (template !== undefined) {
    if (operation_type !== undefined) issue("leave it out: the template says it", "operation_type");
    return;
  }
  if (operation_type === undefined) issue("missing", "operation_type");
  if (justification === undefined) issue("missing", "justification");
}

interface Wished {
  readonly template?: string | undefined;
  readonly operation_type?: string | undefined;
  readonly justification?: string | undefined;
}

export const approvalShape = {
  /** The caller, where it is left out. */
  approved_by: person.optional(),
  comments: text(longestText).optional(),
  digest: digest.optional(),
  /** It may not start before that. Of what is done to databases alone, as the two below. */
  not_before: moment.optional(),
  /** It starts before that, or not at all. */
  not_after: moment.optional(),
  /** Only in this window of the policy, or `maintenance` for the instance's own. */
  window: named().optional(),
} as const;

export const rejectionShape = {
  rejected_by: person.optional(),
  reason: named(longestText),
  digest: digest.optional(),
} as const;

export const idempotencyHeaders = z.object({
  /** One for each order: when it is sent again, the first one's request is answered. */
  "idempotency-key": z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, "1 to 255 visible ASCII characters")
    .optional(),
});

export const pageShape = {
  limit: z.coerce.number().int().min(1).max(100).default(25),
  /** The `next_cursor` of the page before. */
  cursor: z.string().max(20_000).optional(),
} as const;
