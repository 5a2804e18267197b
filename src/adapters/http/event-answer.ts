import { z } from "@hono/zod-openapi";
import { type AuditEvent, eventKinds, toAuditEntry } from "../../core/audit-event.ts";
import { statuses } from "../../core/request.ts";

/** One entry of the audit log, under the names that its hash is made over. */
export const eventAnswerSchema = z
  .object({
    request_id: z.string(),
    tenant: z.string(),
    sequence: z.int(),
    at: z.iso.datetime(),
    /** A person, or one of the tool's own parts. */
    actor: z.string(),
    kind: z.enum(eventKinds),
    status: z.enum(statuses),
    details: z.record(z.string(), z.unknown()),
    previous_hash: z.string(),
    hash: z.string(),
  })
  .openapi("AuditEvent");

export function toEventAnswer(event: AuditEvent): z.input<typeof eventAnswerSchema> {
  return toAuditEntry(event);
}
