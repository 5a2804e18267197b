import { z } from "zod";
import { type AuditEvent, eventKinds } from "../../core/audit-event.ts";
import { jsonObjectSchema } from "../../core/json.ts";
import { type Actor, personIdSchema } from "../../core/person.ts";
import { requestIdSchema, statuses } from "../../core/request.ts";
import { inTenant } from "./in-tenant.ts";
import { isoDateSchema } from "./iso-date.ts";

export const actorSchema: z.ZodType<Actor, string> = z.union([
  z.literal([
    "system:policy",
    "system:schedule",
    "system:run",
    "system:preflight",
    "system:links",
    "system:delivery",
  ]),
  personIdSchema,
]);

const auditRecordSchema = z.object({
  request_id: requestIdSchema,
  sequence: z.int(),
  tenant: z.string(),
  occurred_at: isoDateSchema,
  actor: actorSchema,
  kind: z.enum(eventKinds),
  status: z.enum(statuses),
  details: jsonObjectSchema,
  previous_hash: z.string(),
  hash: z.string(),
});

export type AuditRecord = z.input<typeof auditRecordSchema>;

/** With the partitions of the two histories. */
export function toAuditRecord(
  event: AuditEvent,
): AuditRecord & { readonly tenant_actor: string; readonly tenant_day: string } {
  const occurredAt = event.at.toISOString();
  return {
    request_id: event.requestId,
    sequence: event.sequence,
    tenant: event.tenant,
    occurred_at: occurredAt,
    tenant_actor: inTenant(event.tenant, event.actor),
    tenant_day: inTenant(event.tenant, occurredAt.slice(0, 10)),
    actor: event.actor,
    kind: event.kind,
    status: event.status,
    details: event.details,
    previous_hash: event.previousHash,
    hash: event.hash,
  };
}

/** Throws when what is stored is not an event. */
export function fromAuditRecord(item: unknown): AuditEvent {
  const { request_id, occurred_at, previous_hash, ...record } = auditRecordSchema.parse(item);
  return { ...record, requestId: request_id, at: occurred_at, previousHash: previous_hash };
}
