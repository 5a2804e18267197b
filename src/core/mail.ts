import { type Announcement, requesterNoticeOf, threadLineOf } from "./announcement.ts";
import type { AuditEvent } from "./audit-event.ts";
import { type Card, cardOf, personText, type Tone } from "./card.ts";
import { type ApprovalRequest, approvedBy } from "./request.ts";
import { approvalsText, momentText } from "./texts.ts";

export const mailKinds = ["ask", "reminder", "result", "expiry", "notice", "end"] as const;

export type MailKind = (typeof mailKinds)[number];

/** What a mail says, raw: the subject tells all on a lock screen, the lead says what is wanted of the reader, the card the rest. */
export interface MailContent {
  readonly kind: MailKind;
  readonly subject: string;
  readonly lead: string;
  readonly tone: Tone;
  readonly card: Card;
}

/** Please decide; `isInvited` is false for who may only read it, and gets no links. */
export function askMailOf(request: ApprovalRequest, isInvited: boolean, now: Date): MailContent {
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
    lead,
    tone: "waiting",
    card,
  };
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
  const isDecision = event.kind === "approved" || event.kind === "rejected";
  const notice = isDecision || event.kind === "expired" || event.kind === "drifted";
  const line = notice ? requesterNoticeOf(event, request) : undefined;
  if (!line) return undefined;
  const word =
    noticeWords[
      event.kind === "drifted"
        ? "drifted"
        : event.kind === "expired"
          ? "expired"
          : event.kind === "rejected"
            ? "rejected"
            : "approved"
    ];
  return {
    kind: "notice",
    subject: `${word}: ${subjectOf(request)}`,
    lead: line.text,
    tone: line.tone,
    card: cardOf(request, now),
  };
}

const noticeWords = {
  approved: "Approved",
  rejected: "Rejected",
  expired: "Expired",
  drifted: "Waiting again",
} as const;

/** How the run ended, and what to do where it did not work; nothing for any other event. */
export function endMailOf(request: ApprovalRequest, event: AuditEvent, now: Date): MailContent | undefined {
  if (event.kind !== "completed" && event.kind !== "failed") return undefined;
  const line: Announcement | undefined = threadLineOf(event);
  if (!line) return undefined;
  return {
    kind: "end",
    subject: `${firstWords(line.text)}: ${subjectOf(request)}`,
    lead: line.text,
    tone: line.tone,
    card: cardOf(request, now),
  };
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

/** "Done after 3 min" of "Done after 3 min.\nARN: …". */
function firstWords(text: string): string {
  return text.split("\n")[0]?.replace(/\.$/, "") ?? "";
}
