import type { Decision } from "../decision.ts";
import { findSeat, isOwner } from "../delegation/seat.ts";
import { type Digest, startOf } from "../intent.ts";
import type { Person, PersonId, Surface } from "../person.ts";
import type { Refusal } from "../refusal.ts";
import { type ApprovalRequest, isOpen, type OpenRequest } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { isWhole, missingText, stillNeeded } from "../still-needed.ts";
import {
  type ApprovalLimits,
  isUnlimited,
  jointLimitsOf,
  jointLimitsText,
  limitsToJson,
} from "../timing/approval-limits.ts";
import { approvedBy, approversOf } from "../who-decides.ts";
import { type Change, change } from "./change.ts";
import { longestText } from "./create.ts";

export interface DecisionCommand {
  readonly kind: "approve" | "reject";
  readonly by: Person;
  readonly surface: Surface;
  readonly comment: string;
  /** The digest of what the person saw when they decided; nothing where they name the request alone, as it is. */
  readonly digest: Digest | undefined;
  /** Whose key or identity tells it at the API. */
  readonly through?: string | undefined;
  /** When it may start; of an approval alone. */
  readonly limits?: ApprovalLimits | undefined;
}

/** The open request, if this person may decide it now; else why not. Asked before a form is shown, and again when it comes back. */
export function mayDecide(request: ApprovalRequest, by: Person, now: Date): Result<OpenRequest, Refusal> {
  if (request.partOf) return err({ kind: "part-of-bulk", bulk: request.partOf });
  if (!isOpen(request)) return err(alreadyResolved(request));
  if (now >= request.expiresAt) return err({ kind: "expired", at: request.expiresAt });
  if (by.id === request.requestedBy.id) return err({ kind: "self-approval" });
  const seat = findSeat(request, by, now);
  return seat.ok ? ok(request) : seat;
}

/**
 * One person's approve or reject. The approval that makes the number whole ends the asking, once every group that has to agree
 * has a person of its own; an owner's ends it at any time, and needs a reason where it goes before others. A rejection ends it at
 * once, and needs a reason.
 */
export function decide(
  request: ApprovalRequest,
  command: DecisionCommand,
  now: Date,
): Result<Change, Refusal> {
  const allowed = mayDecide(request, command.by, now);
  if (!allowed.ok) return allowed;
  const comment = command.comment.trim().toWellFormed();
  if ((command.digest ?? request.digest) !== request.digest) return err({ kind: "changed-since-seen" });
  if (command.kind === "reject" && comment === "") return err({ kind: "reason-required" });
  if (comment.length > longestText) {
    return err({
      kind: "text-too-long",
      field: command.kind === "reject" ? "reason" : "comment",
      limit: longestText,
    });
  }

  const open = allowed.value;
  const seat = findSeat(open, command.by, now);
  if (!seat.ok) return seat;
  const { onBehalfOf } = seat.value;
  const limits = command.kind === "approve" && !isUnlimited(command.limits) ? command.limits : undefined;
  if (limits && open.intent.kind !== "rds" && open.intent.kind !== "bulk")
    return err({ kind: "unlimitable" });
  const decision: Decision = {
    kind: command.kind,
    by: command.by,
    surface: command.surface,
    at: now,
    comment,
    ...(command.through !== undefined && { through: command.through }),
    ...(onBehalfOf && { onBehalfOf }),
    ...(limits && { limits }),
  };
  const decided = { ...open, ...endedBy(open, limits), decisions: [...open.decisions, decision] };
  const impossible = impossibleLimits(decided, now);
  if (impossible && command.kind === "approve") return err(impossible);
  const { requirement } = request;
  const needed = stillNeeded(decided);
  const isOverride = command.kind === "approve" && !isWhole(needed) && isOwner(request, command.by.id);
  if (isOverride && comment === "") return err({ kind: "override-reason-required" });
  const isApproved = isOverride || isWhole(needed);
  const missing = isApproved ? "" : missingText(needed);
  return ok(
    change(
      request,
      {
        ...decided,
        status: command.kind === "reject" ? "rejected" : isApproved ? "approved" : open.status,
        ...(isOverride && { overriddenBy: command.by }),
      },
      {
        kind: command.kind === "approve" ? "approved" : "rejected",
        by: command.by.id,
        at: now,
        details: {
          digest: request.digest,
          surface: command.surface,
          ...(command.through !== undefined && { through: command.through }),
          comment,
          ...(onBehalfOf && { on_behalf_of: onBehalfOf.id }),
          ...(limits && { limits: limitsToJson(limits) }),
          approvals_received: approvedBy(decided).length,
          approvals_required: requirement.approvals,
          policy_rules: requirement.rules,
          policy_version: requirement.policyVersion,
          ...(missing !== "" && command.kind === "approve" && { still_needed: missing }),
          ...(isOverride && { is_override: true, not_asked_any_more: notAsked(decided) }),
        },
      },
    ),
  );
}

/** Nobody needs to decide what could not start any more. */
function endedBy(
  { expiresAt, unlimitedExpiresAt = expiresAt }: OpenRequest,
  limits: ApprovalLimits | undefined,
): Partial<Pick<ApprovalRequest, "expiresAt" | "unlimitedExpiresAt">> {
  const { notAfter } = limits ?? {};
  return notAfter && notAfter < expiresAt ? { expiresAt: notAfter, unlimitedExpiresAt } : {};
}

/** Why all limits together leave no moment for a start, as far as they tell by themselves. */
function impossibleLimits(request: ApprovalRequest, now: Date): Refusal | undefined {
  const { notBefore, notAfter } = jointLimitsOf(request);
  const start = startOf(request.intent);
  const asked = start?.kind === "at" ? new Date(start.at) : now;
  const earliest = Math.max(now.getTime(), asked.getTime(), notBefore?.getTime() ?? 0);
  if (!notAfter || earliest < notAfter.getTime()) return undefined;
  return { kind: "no-start-left", limits: jointLimitsText(jointLimitsOf(request)), why: "" };
}

/** Everyone who might have decided, and whom an owner has gone before. */
function notAsked(request: ApprovalRequest): readonly PersonId[] {
  const decided = new Set(request.decisions.map(({ by }) => by.id));
  return approversOf(request).filter((person) => !decided.has(person) && person !== request.requestedBy.id);
}

/** Who ended the asking, and when; the executing and ended states count as resolved too. */
export function alreadyResolved(request: ApprovalRequest): Refusal {
  const last = request.statusHistory.findLast(({ status }) => status === request.status);
  return {
    kind: "already-resolved",
    status: request.status,
    by: last?.by ?? request.requestedBy.id,
    at: last?.at ?? request.requestedAt,
  };
}
