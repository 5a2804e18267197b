import { z } from "@hono/zod-openapi";
import type { Decision } from "../../core/decision.ts";
import { surfaces } from "../../core/person.ts";
import { limitsToJson } from "../../core/timing/approval-limits.ts";

const moment = () => z.iso.datetime();

/** What one person decided. */
export const decisionAnswerSchema = z.object({
  decision: z.enum(["approve", "reject"]),
  by: z.string(),
  /** Who was away, and for whom they decided. */
  on_behalf_of: z.string().optional(),
  surface: z.enum(surfaces),
  through: z.string().optional(),
  at: moment(),
  comment: z.string(),
  /** When it may start, by this approval; what all approvals say counts together. */
  limits: z
    .object({
      not_before: moment().optional(),
      not_after: moment().optional(),
      window: z.string().optional(),
    })
    .optional(),
});

export function toDecisionAnswer(decision: Decision): z.input<typeof decisionAnswerSchema> {
  const { kind, by, onBehalfOf, surface, through, at, comment, limits } = decision;
  return {
    decision: kind,
    by: by.id,
    ...(onBehalfOf && { on_behalf_of: onBehalfOf.id }),
    surface,
    ...(through !== undefined && { through }),
    at: at.toISOString(),
    comment,
    ...(limits && { limits: limitsToJson(limits) }),
  };
}
