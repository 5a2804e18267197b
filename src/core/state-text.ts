import { actorName } from "./actor-name.ts";
import { tallyOf, tallyText } from "./bulk/tally.ts";
import { startOf } from "./intent.ts";
import type { ApprovalRequest, RequestId } from "./request.ts";
import { missingText, stillNeeded } from "./still-needed.ts";
import { taskStateText } from "./task/task-texts.ts";
import { durationText, progressBar, statusWords } from "./texts.ts";
import { plannedText } from "./timing/moment-text.ts";
import { targetText } from "./turn.ts";
import { approvedBy } from "./who-decides.ts";

/** How the request stands, in the few words that head its card. */
export function stateText(request: ApprovalRequest, now: Date): string {
  const ofTask = taskStateText(request);
  if (ofTask !== undefined) return ofTask;
  const words = `${statusWords[request.status].charAt(0).toUpperCase()}${statusWords[request.status].slice(1)}`;
  switch (request.status) {
    case "pending":
    case "escalated":
      return `${words} · ${approvedBy(request).length} of ${request.requirement.approvals}${missingOf(request)}`;
    case "approved":
      if (request.requirement.breakGlass && !request.waitsFor) return "Starts now, without approval";
      if (request.overriddenBy && !request.waitsFor)
        return `Approved by ${request.overriddenBy.name} alone, as an owner`;
      if (request.waitsFor) return waitsText(request, request.waitsFor);
      if (startOf(request.intent)) return "Approved, about to be scheduled";
      if (request.action?.sentAt) return "Approved, waits for the poller";
      return request.requirement.approvals === 0 ? "Approved by policy, about to start" : words;
    case "scheduled":
      if (request.waitsFor && request.startAt <= now) return waitsText(request, request.waitsFor);
      return `Approved, scheduled for ${plannedText(request.startAt)}`;
    case "executing": {
      const { lastProgress, parts } = request.run;
      if (request.intent.kind === "bulk") return `${words} · ${tallyText(tallyOf(request.intent, parts))}`;
      return lastProgress?.percent === undefined ? words : `${words} · ${progressBar(lastProgress.percent)}`;
    }
    case "executed":
    case "failed":
      return request.outcome.result === "timeout"
        ? `Timed out after ${durationText(request.outcome.durationSeconds)}`
        : `${words} after ${durationText(request.outcome.durationSeconds)}${bulkText(request)}`;
    case "rejected":
      return `Rejected by ${request.decisions.at(-1)?.by.name ?? "an approver"}`;
    case "cancelled":
      return request.partOf ? "Not started in time" : `Cancelled by ${cancellerOf(request)}`;
    case "expired":
      if (request.action?.sentAt) return "Expired: no poller has taken it, nothing was run";
      if (wasApproved(request)) return "Expired: it did not start in the approved time, nothing was run";
      return `Expired with ${approvedBy(request).length} of ${request.requirement.approvals} approvals`;
  }
}

function cancellerOf(request: ApprovalRequest): string {
  return actorName(request, request.statusHistory.at(-1)?.by ?? request.requestedBy.id);
}

/** It ended by the limits of its approvals, and not for want of them. */
function wasApproved({ statusHistory }: ApprovalRequest): boolean {
  const before = statusHistory.at(-2)?.status;
  return before === "approved" || before === "scheduled";
}

/** The groups that still have to agree, where a number does not tell all. */
function missingOf(request: ApprovalRequest): string {
  const text = missingText(stillNeeded(request));
  return text === "" ? "" : ` · still needed: ${text}`;
}

function waitsText({ turn }: ApprovalRequest, waitsFor: RequestId): string {
  return `Approved · waits for ${waitsFor} on ${targetText(turn)}`;
}

/** How many instances of a bulk request are done, where not all are. */
function bulkText({
  intent,
  run: { parts },
  status,
}: Extract<ApprovalRequest, { outcome: unknown }>): string {
  return intent.kind === "bulk" && status === "failed" ? ` · ${tallyText(tallyOf(intent, parts))}` : "";
}
