import { threadLineOf } from "./announcement.ts";
import type { AuditEvent } from "./audit-event.ts";
import { titleOf } from "./break-glass.ts";
import { type Card, cardOf, type Tone } from "./card.ts";
import { type PersonId, personText } from "./person.ts";
import { requesterNoticeOf } from "./personal-notice.ts";
import type { ApprovalRequest } from "./request.ts";
import { approvalsText, momentText } from "./texts.ts";
import { approvedBy, ownApproversOf, standInsOf } from "./who-decides.ts";

type MailKind = "ask" | "reminder" | "result" | "expiry" | "notice" | "end";

/** What a mail says, raw: the subject tells all on a lock screen, the lead says what is wanted of the reader, the card the rest. */
export interface MailContent {
  readonly kind: MailKind;
  readonly subject: string;
  readonly lead: string;
  readonly tone: Tone;
  readonly card: Card;
}

/** Please decide; `isInvited` is false for who may only read it, and gets no links. */
export function askMailOf(
  request: ApprovalRequest,
  isInvited: boolean,
  now: Date,
  to?: PersonId,
): MailContent {
  const card = cardOf(request, now);
  const isAgain = request.differences.length > 0;
  const from = personText(request.requestedBy);
  const question = isInvited ? (isAgain ? "Approve again?" : "Approve?") : "For your information:";
  const lead = isInvited
    ? `${from} asks for this change. ${neededText(request)} ${
        isAgain
          ? "The database has changed since it was approved, so it is asked anew."
          : "Please approve or reject it."
      }`
    : `${from} asks for this change. ${neededText(request)} You can read it, and others decide.`;
  return {
    kind: "ask",
    subject: `${question} ${subjectOf(request)} — asked by ${from}`,
    lead: `${lead}${insteadText(request, to)}`,
    tone: "waiting",
    card,
  };
}

/** " You decide for Priya Nair until Fri 4 Dec."; empty for who is asked in their own right. */
function insteadText(request: ApprovalRequest, to: PersonId | undefined): string {
  if (to === undefined || ownApproversOf(request).includes(to)) return "";
  const standsInFor = standInsOf(request).filter((one) => one.to.id === to);
  return standsInFor
    .map(({ of, untilText }) => ` You decide for ${personText(of)} until ${untilText}.`)
    .join("");
}

/** The same for somebody who was asked a while ago and has not decided. */
export function reminderMailOf(request: ApprovalRequest, now: Date): MailContent {
  const card = cardOf(request, now);
  const left = card.deadline ? ` — ${card.deadline.left}` : "";
  return {
    kind: "reminder",
    subject: `Still waiting for you: ${subjectOf(request)}${left}`,
    lead: `${personText(request.requestedBy)} still waits for a decision. ${neededText(request)} Without it, the request ends by itself.`,
    tone: "waiting",
    card,
  };
}

/** The event ended the asking: nobody who was asked has anything to do any more. */
export function resultMailOf(request: ApprovalRequest, event: AuditEvent, now: Date): MailContent {
  const card = cardOf(request, now);
  const { title } = request.description;
  if (event.details.workflow !== undefined) {
    return {
      kind: "result",
      subject: `Closed: ${title} — nothing more to do`,
      lead: `${threadLineOf(event)?.text} The links in the earlier mails no longer work.`,
      tone: "over",
      card,
    };
  }
  if (event.kind === "expired") {
    const received = approvedBy(request).length;
    return {
      kind: "expiry",
      subject: `Expired: ${title} — nothing more to do`,
      lead: `The time to decide was over on ${momentText(event.at)}, with ${received} of ${approvalsText(request.requirement.approvals)}. Nothing was done. The links in the earlier mails no longer work.`,
      tone: "over",
      card,
    };
  }
  const who = actorText(request, event);
  const { words, tone } =
    resultWords[event.kind === "rejected" || event.kind === "cancelled" ? event.kind : "approved"];
  return {
    kind: "result",
    subject: `${words} by ${who}: ${title} — nothing more to do`,
    lead: `${who} ${words.toLowerCase()} this on ${momentText(event.at)}, so you have nothing more to do. The links in the earlier mails no longer work.`,
    tone,
    card,
  };
}

const resultWords = {
  approved: { words: "Approved", tone: "good" },
  rejected: { words: "Rejected", tone: "bad" },
  cancelled: { words: "Cancelled", tone: "over" },
} as const;

/** What the requester is told of a decision or a change, where no chat tells them; nothing of most events. */
export function noticeMailOf(
  request: ApprovalRequest,
  event: AuditEvent,
  now: Date,
): MailContent | undefined {
  const word = noticeWordOf(request, event);
  const line = word === undefined ? undefined : requesterNoticeOf(event, request);
  if (!line) return undefined;
  const subject = `${word}: ${subjectOf(request)}`;
  return { kind: "notice", subject, lead: line.text, tone: line.tone, card: cardOf(request, now) };
}

/** What somebody has to know, or do, about an emergency. */
export function emergencyMailOf(
  request: ApprovalRequest,
  { text, tone }: { readonly text: string; readonly tone: Tone },
  now: Date,
): MailContent {
  const { risk, environment } = request;
  const subject = `${titleOf(request)} (${risk} risk, ${environment})`;
  // What is between backticks is typed in chat; a mail has no markup for it.
  return { kind: "notice", subject, lead: text.replaceAll("`", ""), tone, card: cardOf(request, now) };
}

function noticeWordOf({ requirement }: ApprovalRequest, { kind, status, details }: AuditEvent) {
  switch (kind) {
    case "approved":
      return status === "approved"
        ? "Approved"
        : `Approved, ${String(details.approvals_received)} of ${requirement.approvals}`;
    case "rejected":
      return "Rejected";
    case "cancelled":
      return details.workflow === undefined ? "Cancelled" : "Closed";
    case "expired":
      return "Expired";
    case "drifted":
      return "Waiting again";
    default:
      return undefined;
  }
}

/** How the run ended, and what to do where it did not work; nothing for any other event. */
export function endMailOf(request: ApprovalRequest, event: AuditEvent, now: Date): MailContent | undefined {
  const card = cardOf(request, now);
  if (event.kind === "workflow-told") return lostMailOf(request, event, card);
  const line = event.kind === "completed" || event.kind === "failed" ? threadLineOf(event) : undefined;
  if (!line) return undefined;
  if (event.details.workflow !== undefined) {
    const subject = `${card.state.text}: ${subjectOf(request)}`;
    return { kind: "end", subject, lead: line.text, tone: line.tone, card: { ...card, guidance: "" } };
  }
  const how = line.text.split("\n")[0]?.replace(/\.$/, "");
  return {
    kind: "end",
    subject: `${how}: ${subjectOf(request)}`,
    lead: event.kind === "completed" ? "It ran as approved." : card.guidance || "It did not work.",
    tone: line.tone,
    // Said above, where a phone shows it.
    card: { ...card, guidance: "" },
  };
}

/** A workflow that goes on as it was told is worth no mail. */
function lostMailOf(request: ApprovalRequest, event: AuditEvent, card: Card): MailContent | undefined {
  const line = threadLineOf(event);
  if (!line || event.details.workflow === "told") return undefined;
  const subject = `The workflow was not told: ${subjectOf(request)}`;
  return { kind: "end", subject, lead: line.text, tone: line.tone, card };
}

/** "Reboot prod-orders-01 (high risk, production)". */
function subjectOf({ description, risk, environment }: ApprovalRequest): string {
  return `${description.title} (${risk} risk, ${environment})`;
}

function neededText(request: ApprovalRequest): string {
  const { approvals } = request.requirement;
  const received = approvedBy(request).length;
  const needed = `It needs ${approvalsText(approvals)}`;
  return received === 0 ? `${needed}.` : `${needed} and has ${received}.`;
}

function actorText(request: ApprovalRequest, { actor }: AuditEvent): string {
  const by = [...request.decisions.map((decision) => decision.by), request.requestedBy].find(
    ({ id }) => id === actor,
  );
  return by ? personText(by) : actor.startsWith("system:") ? "the policy" : actor;
}
