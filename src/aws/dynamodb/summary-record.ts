import { z } from "zod";
import type { RequestSummary } from "../../app/ports/request-store.ts";
import { personIdSchema } from "../../core/person.ts";
import { requestIdSchema, statuses } from "../../core/request.ts";
import { risks } from "../../core/risk.ts";
import { isoDateSchema } from "./iso-date.ts";

/** What the three list indexes carry of a request. */
export const summaryRecordSchema = z.object({
  request_id: requestIdSchema,
  status: z.enum(statuses),
  intent_kind: z.string(),
  operation_type: z.string().optional(),
  instance_id: z.string().optional(),
  subject: z.string().optional(),
  environment: z.string(),
  risk_level: z.enum(risks),
  requested_by: personIdSchema,
  requested_at: isoDateSchema,
  approvals_required: z.int(),
  approvals_received: z.int(),
  expires_at: isoDateSchema,
  /** Missing in what was kept before it was. */
  changed_at: isoDateSchema.optional(),
});

export function toSummary(record: z.output<typeof summaryRecordSchema>): RequestSummary {
  return {
    id: record.request_id,
    status: record.status,
    operation: record.operation_type ?? record.intent_kind,
    subject: record.subject ?? record.instance_id ?? "",
    environment: record.environment,
    risk: record.risk_level,
    requestedBy: record.requested_by,
    requestedAt: record.requested_at,
    approvalsRequired: record.approvals_required,
    approvalsReceived: record.approvals_received,
    expiresAt: record.expires_at,
    changedAt: record.changed_at ?? record.requested_at,
  };
}
