import { z } from "zod";
import { pollerText } from "./action/action-facts.ts";
import { escalationLine, overrideLine, reminderLine } from "./asking-lines.ts";
import type { AuditEvent } from "./audit-event.ts";
import { reviewTimeText, titleOf } from "./break-glass.ts";
import { partEndText } from "./bulk/tally.ts";
import type { Tone } from "./card.ts";
import { actualCostSchema, costSchema } from "./cost.ts";
import { actualCostText } from "./cost-text.ts";
import { startOf } from "./intent.ts";
import { type ApprovalRequest, approvedBy } from "./request.ts";
import { taskAnswerSchema } from "./task/task-state.ts";
import { workflowText } from "./task/task-texts.ts";
import { approvalsText, durationText, progressBar } from "./texts.ts";
import { limitsText } from "./timing/approval-limits.ts";
import { plannedText } from "./timing/moment-text.ts";

/** One raw line about one event, for a card's thread or for the requester. */
export interface Announcement {
  readonly text: string;
  readonly tone: Tone;
}

const detailsSchema = z.object({
  text: z.string().default(""),
  percent: z.number().optional(),
  comment: z.string().default(""),
  result: z.string().default(""),
  duration_seconds: z.number().default(0),
  guidance: z.string().default(""),
  facts: z.array(z.object({ label: z.string(), value: z.string() })).default([]),
  waits_for: z.string().default(""),
  ahead: z.number().default(1),
  target: z.string().default(""),
  differences: z.array(z.object({ label: z.string(), value: z.string() })).default([]),
  approvals_received: z.number().default(0),
  approvals_required: z.number().default(0),
  actual_cost: actualCostSchema.optional(),
  estimated_cost: costSchema.optional(),
  start_at: z.coerce.date().optional(),
  why: z.string().default(""),
  is_held: z.boolean().default(false),
  instance: z.string().default(""),
  instances: z.array(z.string()).default([]),
  poller: z.string().default(""),
  seen_at: z.coerce.date().optional(),
  until: z.coerce.date().optional(),
  is_silent: z.boolean().default(false),
  is_new: z.boolean().default(false),
  groups: z.array(z.string()).default([]),
  approvers: z.array(z.string()).default([]),
  expires_at: z.coerce.date().optional(),
  is_override: z.boolean().default(false),
  to: z.string().default(""),
  workflow: taskAnswerSchema.optional(),
  on_behalf_of: z.string().default(""),
  of_name: z.string().default(""),
  to_name: z.string().default(""),
  until_text: z.string().default(""),
  limits: z.looseObject({}).optional(),
  not_after: z.coerce.date().optional(),
  verdict: z.string().default(""),
  reviews_received: z.number().default(0),
  reviews_required: z.number().default(0),
});

const partResultSchema = z.enum(["available", "failed", "timeout", "not-started"]);

/** What the thread under the card says of an event: the run step by step, and how it ended. Nothing of most others: the card shows them. */
export function threadLineOf(event: AuditEvent): Announcement | undefined {
  const details = detailsSchema.parse(event.details);
  if (details.workflow) return workflowLine(details.workflow);
  switch (event.kind) {
    case "claimed":
      if (details.to === "workflow") return undefined;
      return { text: details.poller === "" ? "Started." : `Started by ${details.poller}.`, tone: "running" };
    case "sent":
      return details.is_silent ? pollerLine(event, details) : undefined;
    case "poller-looked":
      return details.is_new ? pollerLine(event, details) : undefined;
    case "reported-late":
      return lateLine(details);
    case "expired":
      if (details.why === "no-poller")
        return { text: "No poller has taken it in time. Nothing was run.", tone: "over" };
      return details.why === "not-after" ? { text: missedStartText(details), tone: "bad" } : undefined;
    case "reviewed":
    case "review-overdue":
      return reviewLine(event, details);
    case "resumed":
      return { text: "Resumed after an interruption.", tone: "running" };
    case "progressed": {
      const bar = details.percent === undefined ? "" : `${progressBar(details.percent)} · `;
      return { text: `${bar}${details.text}`, tone: "running" };
    }
    case "parts-started":
      return { text: `${details.instances.join(", ")}: started.`, tone: "running" };
    case "part-ended":
      return partEndLine(details);
    case "completed":
    case "failed":
      return endLine(event, details);
    case "cancelled":
      return { text: "Cancelled by the requester.", tone: "over" };
    case "drifted":
      return driftLine(event, details);
    case "queued":
      return queueLine(details);
    case "scheduled":
      return scheduleLine(details);
    case "escalated":
      return escalationLine(details);
    case "reminded":
      return reminderLine(event, details);
    case "delegated":
      return {
        text: `${details.to_name} decides for ${details.of_name} until ${details.until_text}.`,
        tone: "waiting",
      };
    case "delegation-ended":
      return { text: `${details.to_name} does not decide for ${details.of_name} any more.`, tone: "waiting" };
    case "approved":
      if (details.is_override) return overrideLine(event, details);
      return details.limits ? limitsLine(event, details) : undefined;
    default:
      return undefined;
  }
}

/** What the requester is told in person of an event: that it was filed, each decision, and the end. */
export function requesterNoticeOf(event: AuditEvent, request: ApprovalRequest): Announcement | undefined {
  // The requester asked for the whole, and is told of that.
  if (request.partOf) return undefined;
  const details = detailsSchema.parse(event.details);
  const subject = `${request.description.title} (${request.id})`;
  const decider = request.decisions.find(({ by }) => by.id === event.actor)?.by.name ?? event.actor;
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
        text: `${decider} approved ${subject}${forWhom}, ${details.approvals_received} of ${details.approvals_required}${said}`,
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
      return { text: `${decider} rejected ${subject}${forWhom}${said}`, tone: "bad" };
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
  const { workflow } = detailsSchema.parse(event.details);
  if (!workflow || workflow === "told") return undefined;
  const line = workflowLine(workflow);
  return { ...line, text: `${request.description.title} (${request.id}), which you decided: ${line.text}` };
}

function workflowLine(answer: NonNullable<z.infer<typeof detailsSchema>["workflow"]>): Announcement {
  return { text: workflowText(answer), tone: answer === "told" ? "good" : "bad" };
}

/** What the approvers allowed is over, and nothing can make it start any more. */
function missedStartText({ not_after }: z.infer<typeof detailsSchema>): string {
  const until = not_after ? ` (not after ${plannedText(not_after)})` : "";
  return `It did not start in the time that its approvers have allowed${until}. Nothing was run. Ask again if it is still needed.`;
}

function limitsLine(event: AuditEvent, details: z.infer<typeof detailsSchema>): Announcement {
  const limits = limitsSchema.parse(details.limits);
  return { text: `Approved by ${event.actor}, ${limitsText(limits)}.`, tone: "waiting" };
}

const limitsSchema = z
  .object({
    not_before: z.coerce.date().optional(),
    not_after: z.coerce.date().optional(),
    window: z.string().optional(),
  })
  .transform(({ not_before: notBefore, not_after: notAfter, window }) => ({ notBefore, notAfter, window }));

function reviewLine(event: AuditEvent, details: z.infer<typeof detailsSchema>): Announcement {
  const { verdict, comment, reviews_received, reviews_required } = details;
  const count = `${reviews_received} of ${reviews_required} reviews`;
  if (event.kind === "review-overdue") {
    return { text: `The review of this emergency is overdue: ${count}.`, tone: "bad" };
  }
  const said = comment === "" ? "" : `: “${comment}”`;
  return verdict === "confirm"
    ? { text: `Confirmed by ${event.actor}, ${count}${said}`, tone: "good" }
    : { text: `Objected to by ${event.actor}, ${count}${said}`, tone: "bad" };
}

function pollerLine(event: AuditEvent, details: z.infer<typeof detailsSchema>): Announcement {
  const text = pollerText(details.seen_at, details.until ?? event.at, event.at);
  return { text: `Poller ${text}.`, tone: details.is_silent ? "waiting" : "good" };
}

function lateLine({ text, facts, result }: z.infer<typeof detailsSchema>): Announcement {
  const lines = [`Reported late: ${text}.`, ...facts.map(({ label, value }) => `${label}: ${value}`)];
  return { text: lines.join("\n"), tone: result === "available" ? "good" : "bad" };
}

function queueLine({ waits_for, ahead, target }: z.infer<typeof detailsSchema>): Announcement {
  const others = ahead - 1;
  const then =
    others === 0
      ? "this one is next"
      : `then ${others === 1 ? "1 other comes" : `${others} others come`} before this one`;
  return {
    text: `Waits: one operation at a time on ${target}. ${waits_for} goes first; ${then}.`,
    tone: "waiting",
  };
}

function scheduleLine({ start_at, why, is_held }: z.infer<typeof detailsSchema>): Announcement {
  const start = start_at ? `cheduled for ${plannedText(start_at)}` : "cheduled";
  const reason = why === "" ? "" : `, ${why}`;
  return is_held
    ? { text: `Held: s${start}${reason}.`, tone: "waiting" }
    : { text: `S${start}${reason}.`, tone: "good" };
}

function hasStart({ intent }: ApprovalRequest): boolean {
  return startOf(intent) !== undefined;
}

function driftLine(event: AuditEvent, details: z.infer<typeof detailsSchema>): Announcement {
  const differences = details.differences.map(({ label, value }) => `${label}: ${value}`);
  const isOpen = event.status === "pending";
  const then = isOpen
    ? `It needs approval again: ${approvalsText(details.approvals_required)}.`
    : "It needs no approval and goes on with what is there now.";
  return {
    text: ["The database has changed since this was approved. Nothing was done.", ...differences, then].join(
      "\n",
    ),
    tone: isOpen ? "waiting" : "good",
  };
}

/** What the requester is told when the card cannot be posted in a channel: the people there do not see the request. */
export function unshownNoticeOf(request: ApprovalRequest, channel: string, reason: string): Announcement {
  const subject = `${request.description.title} (${request.id})`;
  return {
    text: `${subject} cannot be shown in the channel ${channel}: ${reason}. Ask your operators to let Countersign in there; it tries again with each change of the request.`,
    tone: "bad",
  };
}

function partEndLine(details: z.infer<typeof detailsSchema>): Announcement {
  const { instance, guidance, duration_seconds: durationSeconds } = details;
  const result = partResultSchema.parse(details.result);
  const text = partEndText({ result, durationSeconds, guidance });
  return {
    text: `${instance}: ${text}${result === "available" ? "." : ""}`,
    tone: result === "available" ? "good" : "bad",
  };
}

function endLine(event: AuditEvent, details: z.infer<typeof detailsSchema>): Announcement {
  const facts = details.facts.map(({ label, value }) => `${label}: ${value}`);
  const isDone = event.kind === "completed";
  const end = isDone ? "Done" : details.result === "timeout" ? "Timed out" : "Failed";
  const cost = details.actual_cost && actualCostText(details.actual_cost, details.estimated_cost);
  const lines = [
    `${end} after ${durationText(details.duration_seconds)}.`,
    ...facts,
    cost === undefined ? "" : `Cost: ${cost}`,
    details.guidance,
  ];
  return { text: lines.filter((line) => line !== "").join("\n"), tone: isDone ? "good" : "bad" };
}
