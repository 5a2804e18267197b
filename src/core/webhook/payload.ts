import type { AuditEvent } from "../audit-event.ts";
import { breakGlassToJson } from "../break-glass-json.ts";
import { actualCostToJson, costToJson } from "../cost.ts";
import { decisionToJson } from "../decision-to-json.ts";
import { type Intent, subjectOf } from "../intent.ts";
import type { JsonObject } from "../json.ts";
import type { ApprovalRequest, RequestId } from "../request.ts";
import { approvedBy } from "../who-decides.ts";
import { webhookEvents } from "./webhook.ts";

/** The event's one id, wherever and however often it is sent. Without a full stop, which separates what is signed. */
export function eventIdOf({
  requestId,
  sequence,
}: {
  readonly requestId: RequestId;
  readonly sequence: number;
}): string {
  return `evt-${requestId.slice("req-".length)}-${sequence}`;
}

/**
 * What a receiver is told: the event as it was, with what happened up to it, and the request as it is by now. Nothing for an event
 * that is not there, or that nobody is told of.
 */
export function payloadOf(
  request: ApprovalRequest,
  events: readonly AuditEvent[],
  sequence: number,
): JsonObject | undefined {
  const told = events.filter((event) => event.sequence <= sequence && isForReceivers(event));
  const event = told.at(-1);
  if (event?.sequence !== sequence) return undefined;
  return {
    event_id: eventIdOf(event),
    event: event.kind,
    sequence,
    occurred_at: event.at.toISOString(),
    actor: event.actor,
    request_id: request.id,
    correlation_id: request.correlationId ?? null,
    status: event.status,
    history: told.map(({ sequence, kind, status, at, actor }) => ({
      sequence,
      event: kind,
      status,
      at: at.toISOString(),
      by: actor,
    })),
    request: requestOf(request),
  };
}

function isForReceivers({ kind }: AuditEvent): boolean {
  return webhookEvents.some((told) => told === kind);
}

function requestOf(request: ApprovalRequest): JsonObject {
  const { requirement, estimatedCost, actualCost } = request;
  const approved = approvedBy(request).map(({ id }) => id);
  const breakGlass = breakGlassToJson(request);
  return {
    status: request.status,
    version: request.version,
    ...intentOf(request.intent),
    subject: subjectOf(request.intent),
    title: request.description.title,
    requested_by: request.requestedBy.id,
    requested_at: request.requestedAt.toISOString(),
    justification: request.justification,
    environment: request.environment,
    risk_level: request.risk,
    approvals_required: requirement.approvals,
    approvals_received: approved.length,
    approved_by: approved,
    decisions: request.decisions.map(decisionToJson),
    ...(request.overriddenBy && { overridden_by: request.overriddenBy.id }),
    ...(requirement.autoApprovedBy !== undefined && { auto_approved_by: requirement.autoApprovedBy }),
    ...(breakGlass && { break_glass: breakGlass }),
    expires_at: request.expiresAt.toISOString(),
    ...(request.status === "scheduled" && { start_at: request.startAt.toISOString() }),
    ...(estimatedCost && { estimated_cost: costToJson(estimatedCost) }),
    ...(actualCost && { actual_cost: actualCostToJson(actualCost) }),
    ...("outcome" in request && {
      outcome: {
        result: request.outcome.result,
        duration_seconds: request.outcome.durationSeconds,
        guidance: request.outcome.guidance,
        details: request.outcome.details ?? {},
      },
    }),
  };
}

function intentOf(intent: Intent): JsonObject {
  switch (intent.kind) {
    case "rds": {
      const { operation, instance, parameters } = intent;
      return { operation_type: operation, instance_id: instance.id, parameters };
    }
    case "bulk": {
      const instances = intent.parts.map(({ instance }) => instance.id);
      return { operation_type: intent.operation, instance_ids: instances };
    }
    case "message":
      return { operation_type: intent.action, parameters: intent.parameters };
    case "task":
      return {};
  }
}
