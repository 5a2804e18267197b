import { actorName } from "./actor-name.ts";
import { announcedDetailsSchema } from "./announced-details.ts";
import {
  type Announcement,
  driftLine,
  endLine,
  missedStartText,
  reviewLine,
  scheduleLine,
  workflowLine,
} from "./announcement.ts";
import type { AuditEvent } from "./audit-event.ts";
import { reviewTimeText, titleOf } from "./break-glass.ts";
import { startOf } from "./intent.ts";
import type { ApprovalRequest } from "./request.ts";
import { approvalsText } from "./texts.ts";
import { approvedBy } from "./who-decides.ts";

/** What the requester is told in person of an event: that it was filed, each decision, and the end. */
export function requesterNoticeOf(event: AuditEvent, request: ApprovalRequest): Announcement | undefined {
  // The requester asked for the whole, and is told of that.
  if (request.partOf) return undefined;
  const details = announcedDetailsSchema.parse(event.details);
  const subject = `${request.description.title} (${request.id})`;
  const actor = actorName(request, event.actor);
  const away = request.decisions.find(
    ({ onBehalfOf }) => onBehalfOf?.id === details.on_behalf_of,
  )?.onBehalfOf;
  const forWhom = details.on_behalf_of === "" ? "" : ` for ${away?.name ?? details.on_behalf_of}`;
  const said = details.comment === "" ? "" : `: “${details.comment}”`;
  if (details.workflow) {
    const line = workflowLine(details.workflow);
    return { ...line, text: `${subject}: ${line.text}` };
  }
  switch (event.kind) {
    case "created":
      if (request.requirement.breakGlass) {
        return {
          text: `${titleOf(request)} (${request.id}) starts now, without approval. Everyone who would have been asked is told, and two others review it ${reviewTimeText(request.requirement.breakGlass)}.`,
          tone: "bad",
        };
      }
      return event.status === "approved"
        ? {
            text: `${subject} needs no approval${hasStart(request) ? "." : " and is about to start."}`,
            tone: "good",
          }
        : {
            text: `${subject} was sent to its approvers; it needs ${approvalsText(details.approvals_required)}.`,
            tone: "waiting",
          };
    case "reviewed":
    case "review-overdue": {
      const line = reviewLine(event, details);
      return { ...line, text: `${subject}: ${line.text}` };
    }
    case "approved":
      return {
        text: `${actor} approved ${subject}${forWhom}, ${details.approvals_received} of ${details.approvals_required}${said}`,
        tone: "good",
      };
    case "drifted": {
      const drift = driftLine(event, details);
      return { ...drift, text: `${subject}: ${drift.text}` };
    }
    case "scheduled": {
      const line = scheduleLine(details);
      return { ...line, text: `${subject}: ${line.text}` };
    }
    case "rejected":
      return { text: `${actor} rejected ${subject}${forWhom}${said}`, tone: "bad" };
    case "cancelled":
      return event.actor === request.requestedBy.id
        ? undefined
        : { text: `${actor} cancelled ${subject} before it started. Nothing was run.`, tone: "over" };
    case "expired":
      if (details.why === "no-poller") {
        return {
          text: `${subject} expired: no poller has taken it in time, and nothing was run. Ask again if it is still needed.`,
          tone: "over",
        };
      }
      if (details.why === "not-after") {
        return { text: `${subject}: ${missedStartText(details)}`, tone: "bad" };
      }
      return {
        text: `${subject} expired with ${approvedBy(request).length} of ${request.requirement.approvals} approvals. Ask again if it is still needed.`,
        tone: "over",
      };
    case "completed":
    case "failed": {
      const end = endLine(event, details);
      return { ...end, text: `${subject}: ${end.text}` };
    }
    default:
      return undefined;
  }
}

/**
 * What somebody who has decided is told in person of an event: that nothing comes of it, as the workflow did not wait any more.
 * The card and its thread show everything else.
 */
export function deciderNoticeOf(event: AuditEvent, request: ApprovalRequest): Announcement | undefined {
  const { workflow } = announcedDetailsSchema.parse(event.details);
  if (!workflow || workflow === "told") return undefined;
  const line = workflowLine(workflow);
  return { ...line, text: `${request.description.title} (${request.id}), which you decided: ${line.text}` };
}

/** What the requester is told when the card cannot be posted in a channel: the people there do not see the request. */
export function unshownNoticeOf(request: ApprovalRequest, channel: string, reason: string): Announcement {
  const subject = `${request.description.title} (${request.id})`;
  return {
    text: `${subject} cannot be shown in the channel ${channel}: ${reason}. Ask your operators to let Countersign in there; it tries again with each change of the request.`,
    tone: "bad",
  };
}

function hasStart({ intent }: ApprovalRequest): boolean {
  return startOf(intent) !== undefined;
}
