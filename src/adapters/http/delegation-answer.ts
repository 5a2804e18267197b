import { z } from "@hono/zod-openapi";
import type { Delegation } from "../../core/delegation/delegation.ts";

/** That one person decides for another. */
export const delegationAnswerSchema = z
  .object({
    delegation_id: z.string(),
    /** Who is away. */
    of: z.string(),
    /** Who decides instead. */
    to: z.string(),
    from: z.iso.datetime(),
    until: z.iso.datetime(),
  })
  .openapi("Delegation");

export function toDelegationAnswer({
  id,
  of,
  to,
  from,
  until,
}: Delegation): z.input<typeof delegationAnswerSchema> {
  return {
    delegation_id: id,
    of: of.id,
    to: to.id,
    from: from.toISOString(),
    until: until.toISOString(),
  };
}
