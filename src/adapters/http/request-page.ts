import { z } from "@hono/zod-openapi";
import type { Page, RequestSummary } from "../../app/ports/request-store.ts";
import { statuses } from "../../core/request.ts";
import { risks } from "../../core/risk.ts";

/** One page of a list, the newest first. It can be shorter than asked, or empty, and still not be the last one. */
export const requestPageSchema = z
  .object({
    requests: z.array(
      z
        .object({
          request_id: z.string(),
          status: z.enum(statuses),
          operation_type: z.string(),
          subject: z.string(),
          environment: z.string(),
          risk_level: z.enum(risks),
          requested_by: z.string(),
          requested_at: z.iso.datetime(),
          approvals_required: z.int(),
          approvals_received: z.int(),
          expires_at: z.iso.datetime(),
        })
        .openapi("RequestSummary"),
    ),
    /** Asks for the next page; `null` after the last one. */
    next_cursor: z.string().nullable(),
  })
  .openapi("RequestPage");

export function toRequestPage({ items, next }: Page<RequestSummary>): z.input<typeof requestPageSchema> {
  return {
    requests: items.map((summary) => ({
      request_id: summary.id,
      status: summary.status,
      operation_type: summary.operation,
      subject: summary.subject,
      environment: summary.environment,
      risk_level: summary.risk,
      requested_by: summary.requestedBy,
      requested_at: summary.requestedAt.toISOString(),
      approvals_required: summary.approvalsRequired,
      approvals_received: summary.approvalsReceived,
      expires_at: summary.expiresAt.toISOString(),
    })),
    next_cursor: next ?? null,
  };
}
