import { z } from "@hono/zod-openapi";
import type { JsonObject } from "../../core/json.ts";
import { type ApprovalRequest, isFinal } from "../../core/request.ts";
import { findOperation } from "../../operations/catalogue.ts";

/** What became of an operation: this, and between it the operation's own parameters and what the run made. */
const operationAnswerSchema = z
  .object({
    request_id: z.string(),
    operation: z.string(),
    instance_id: z.string(),
    snapshot_id: z.string().optional(),
    snapshot_arn: z.string().optional(),
    snapshot_create_time: z.iso.datetime().optional(),
    /** `available`, `failed` and `timeout` are final; with the others comes 202. */
    status: z.enum(["available", "failed", "timeout", "running", "waiting_for_approval"]),
    duration_seconds: z.number(),
    /** `null` while nobody can say. */
    success: z.boolean().nullable(),
    /** What to do about a failure, or what is waited for. */
    guidance: z.string().optional(),
  })
  .loose()
  .openapi("OperationAnswer");

type OperationAnswer = z.infer<typeof operationAnswerSchema>;

/** The API's view of a request for an RDS operation; nothing of one for anything else. */
export function toOperationAnswer(request: ApprovalRequest, now: Date): OperationAnswer | undefined {
  const { id, intent } = request;
  if (intent.kind !== "rds") return undefined;
  const { operation, instance, parameters } = intent;
  const identity = { request_id: id, operation, instance_id: instance.id };
  const own = findOperation(operation)?.answer(parameters, { instanceId: instance.id, requestId: id });
  return {
    ...identity,
    ...(own ?? parameters),
    ...detailsOf(request),
    // Again, so that they win; and at the beginning, where people look for them.
    ...identity,
    ...stateOf(request, now),
  };
}

function detailsOf(request: ApprovalRequest): JsonObject {
  return "outcome" in request ? (request.outcome.details ?? {}) : {};
}

function stateOf(request: ApprovalRequest, now: Date) {
  switch (request.status) {
    case "executed":
    case "failed": {
      const { result: status, durationSeconds: duration_seconds, guidance } = request.outcome;
      const success = status === "available";
      return { status, duration_seconds, success, ...(guidance !== "" && { guidance }) };
    }
    case "rejected":
    case "cancelled":
    case "expired": {
      const guidance = `The request was ${request.status}, and nothing was done. Ask again if it is still needed.`;
      return { status: "failed", duration_seconds: 0, success: false, guidance } as const;
    }
    case "pending":
    case "escalated":
      return waiting(request, now, {
        status: "waiting_for_approval",
        guidance: `It needs ${request.requirement.approvals} of ${request.requirement.groups.join(", ")} to agree. They see it in their channel.`,
      });
    default: {
      const text = "run" in request ? request.run.lastProgress?.text : undefined;
      return waiting(request, now, { status: "running", ...(text !== undefined && { guidance: text }) });
    }
  }
}

function waiting<const State>({ requestedAt }: ApprovalRequest, now: Date, state: State) {
  const duration_seconds = Math.max(0, Math.round((now.getTime() - requestedAt.getTime()) / 1000));
  return { ...state, duration_seconds, success: null } as const;
}

/** 200 once nothing will change any more. */
export function answerStatusOf(request: ApprovalRequest): 200 | 202 {
  return isFinal(request) ? 200 : 202;
}

/** Where a request's answer is to be had; the root of the API is the address's. */
export function addressOf({ id }: Pick<ApprovalRequest, "id">): string {
  return `/operations/${id}`;
}

/** A route's response of that shape, for the API's document. */
export function operationResponse(description: string) {
  return { description, content: { "application/json": { schema: operationAnswerSchema } } };
}
