import type { AuditEvent, EventKind } from "../../core/audit-event.ts";
import { monthlyChangeOf } from "../../core/cost.ts";
import type { Intent } from "../../core/intent.ts";
import type { Measurement } from "../../core/own-metrics.ts";
import type { ApprovalRequest } from "../../core/request.ts";

/** The events that something is measured of. The queue's filter names the same ones. */
export const measuredEvents = [
  "created",
  "approved",
  "rejected",
  "cancelled",
  "expired",
  "escalated",
  "completed",
  "failed",
  "refused",
  "delivery-failed",
] as const satisfies readonly EventKind[];

/**
 * What an event adds to the metrics: of the request only what the event found and later ones leave as it is. The instances of a
 * bulk request were asked for and approved as one, and run one by one: so the whole counts as a request, and each of them as a run.
 */
export function measurementOfEvent(request: ApprovalRequest, event: AuditEvent): Measurement {
  const { refusal, surface } = event.details;
  return {
    values: valuesOf(request, event),
    dimensions: {
      Operation: operationOf(request.intent),
      Environment: request.environment,
      ...(typeof refusal === "string" && { Kind: refusal }),
      ...(typeof surface === "string" && { Surface: surface }),
    },
  };
}

/** The RDS operation, or the intent's kind where there is none: actions and tasks are named by others, without an end. */
function operationOf(intent: Intent): string {
  return "operation" in intent ? intent.operation : intent.kind;
}

function valuesOf(request: ApprovalRequest, event: AuditEvent): Measurement["values"] {
  const isPart = request.partOf !== undefined;
  switch (event.kind) {
    case "created":
      return isPart ? {} : createdValues(request, event);
    case "approved":
      // One of several approvals leaves it open.
      if (event.status !== "approved") return {};
      return { RequestsApproved: 1, ApprovedByHand: 1, TimeToDecision: secondsAsked(request, event) };
    case "rejected":
      return { RequestsRejected: 1, TimeToDecision: secondsAsked(request, event) };
    case "cancelled":
      return isPart ? {} : { RequestsCancelled: 1 };
    case "expired":
      return isPart ? {} : { RequestsExpired: 1 };
    case "escalated":
      return { Escalations: 1, ...(callsNobody(event) && { EscalationsFailed: 1 }) };
    case "delivery-failed":
      return { DeliveriesFailed: 1, ...(event.status === "escalated" && { EscalationsFailed: 1 }) };
    case "completed":
    case "failed":
      return request.intent.kind === "bulk" ? {} : runValues(request, event);
    case "refused":
      return { CapabilityViolations: 1 };
    default:
      return {};
  }
}

function createdValues({ requirement }: ApprovalRequest, { status }: AuditEvent): Measurement["values"] {
  return {
    RequestsCreated: 1,
    ...(status === "approved" && { RequestsApproved: 1, AutoApproved: 1 }),
    ...(requirement.breakGlass && { EmergenciesDeclared: 1 }),
  };
}

/** Since people were last asked: anew after a drift. */
function secondsAsked({ statusHistory, requestedAt }: ApprovalRequest, { at }: AuditEvent): number {
  const began = statusHistory.findLast((one) => one.status === "pending" && one.at <= at)?.at ?? requestedAt;
  return Math.round((at.getTime() - began.getTime()) / 1000);
}

function callsNobody({ details: { approvers } }: AuditEvent): boolean {
  return Array.isArray(approvers) && approvers.length === 0;
}

function runValues(request: ApprovalRequest, { kind, details }: AuditEvent): Measurement["values"] {
  const { result, duration_seconds: seconds } = details;
  const drift = kind === "completed" ? findCostDrift(request) : undefined;
  return {
    ...(kind === "completed"
      ? { RunsSucceeded: 1 }
      : result === "timeout"
        ? { RunsTimedOut: 1 }
        : { RunsFailed: 1 }),
    ...(typeof seconds === "number" && { RunDuration: seconds }),
    ...(drift !== undefined && { CostDrift: drift }),
  };
}

/** In percent of the estimate; nothing where either is not known, or the bill is still as it was. */
function findCostDrift({ estimatedCost, actualCost }: ApprovalRequest): number | undefined {
  if (!actualCost || actualCost.waitsForMaintenance) return undefined;
  const [estimated, actual] = [monthlyChangeOf(estimatedCost), monthlyChangeOf(actualCost.change)];
  if (estimated === undefined || actual === undefined) return undefined;
  if (estimated === actual) return 0;
  return estimated === 0 ? 100 : Math.round((Math.abs(actual - estimated) / Math.abs(estimated)) * 100);
}
