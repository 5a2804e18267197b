import { z } from "zod";
import { pollerText } from "./action/action-facts.ts";
import { type AnnouncedDetails, announcedDetailsSchema } from "./announced-details.ts";
import { escalationLine, overrideLine, reminderLine } from "./asking-lines.ts";
import type { AuditEvent } from "./audit-event.ts";
import { partEndText } from "./bulk/tally.ts";
import type { Tone } from "./card.ts";
import { actualCostText } from "./cost-text.ts";
import { workflowText } from "./task/task-texts.ts";
import { approvalsText, durationText, progressBar } from "./texts.ts";
import { limitsText } from "./timing/approval-limits.ts";
import { plannedText } from "./timing/moment-text.ts";

/** One raw line about one event, for a card's thread or for the requester. */
export interface Announcement {
  readonly text: string;
  readonly tone: Tone;
}

const partResultSchema = z.enum(["available", "failed", "timeout", "not-started"]);

/** What the thread under the card says of an event: the run step by step, and how it ended. Nothing of most others: the card shows them. */
export function threadLineOf(event: AuditEvent): Announcement | undefined {
  const details = announcedDetailsSchema.parse(event.details);
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
      return { text: `Cancelled by ${event.actor}.`, tone: "over" };
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

export function workflowLine(answer: NonNullable<AnnouncedDetails["workflow"]>): Announcement {
  return { text: workflowText(answer), tone: answer === "told" ? "good" : "bad" };
}

/** What the approvers allowed is over, and nothing can make it start any more. */
export function missedStartText({ not_after }: AnnouncedDetails): string {
  const until = not_after ? ` (not after ${plannedText(not_after)})` : "";
  return `It did not start in the time that its approvers have allowed${until}. Nothing was run. Ask again if it is still needed.`;
}

const limitsSchema = z
  .object({
    not_before: z.coerce.date().optional(),
    not_after: z.coerce.date().optional(),
    window: z.string().optional(),
  })
  .transform(({ not_before: notBefore, not_after: notAfter, window }) => ({ notBefore, notAfter, window }));

function limitsLine(event: AuditEvent, details: AnnouncedDetails): Announcement {
  const limits = limitsSchema.parse(details.limits);
  return { text: `Approved by ${event.actor}, ${limitsText(limits)}.`, tone: "waiting" };
}

export function reviewLine(event: AuditEvent, details: AnnouncedDetails): Announcement {
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

function pollerLine(event: AuditEvent, details: AnnouncedDetails): Announcement {
  const text = pollerText(details.seen_at, details.until ?? event.at, event.at);
  return { text: `Poller ${text}.`, tone: details.is_silent ? "waiting" : "good" };
}

function lateLine({ text, facts, result }: AnnouncedDetails): Announcement {
  const lines = [`Reported late: ${text}.`, ...facts.map(({ label, value }) => `${label}: ${value}`)];
  return { text: lines.join("\n"), tone: result === "available" ? "good" : "bad" };
}

function queueLine({ waits_for, ahead, target }: AnnouncedDetails): Announcement {
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

export function scheduleLine({ start_at, why, is_held }: AnnouncedDetails): Announcement {
  const start = start_at ? `cheduled for ${plannedText(start_at)}` : "cheduled";
  const reason = why === "" ? "" : `, ${why}`;
  return is_held
    ? { text: `Held: s${start}${reason}.`, tone: "waiting" }
    : { text: `S${start}${reason}.`, tone: "good" };
}

export function driftLine(event: AuditEvent, details: AnnouncedDetails): Announcement {
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

function partEndLine(details: AnnouncedDetails): Announcement {
  const { instance, guidance, duration_seconds: durationSeconds } = details;
  const result = partResultSchema.parse(details.result);
  const text = partEndText({ result, durationSeconds, guidance });
  return {
    text: `${instance}: ${text}${result === "available" ? "." : ""}`,
    tone: result === "available" ? "good" : "bad",
  };
}

export function endLine(event: AuditEvent, details: AnnouncedDetails): Announcement {
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
