import type { AuditEvent } from "./audit-event.ts";
import type { PersonId } from "./person.ts";
import { type ApprovalRequest, isOpen } from "./request.ts";
import { approvalsText, durationText } from "./texts.ts";
import { approversOf, seatsTaken } from "./who-decides.ts";

/** One raw line, with the tone of what still waits. */
interface AskingLine {
  readonly text: string;
  readonly tone: "waiting" | "good" | "bad";
}

/** What an asking's events tell: all of it may be missing in other events. */
interface AskingDetails {
  readonly groups: readonly string[];
  readonly comment: string;
  readonly approvals_received: number;
  readonly approvals_required: number;
  readonly expires_at?: Date | undefined;
}

export function escalationLine({ groups }: Pick<AskingDetails, "groups">): AskingLine {
  const who =
    groups.length > 0 ? `${groups.join(" and ")} may decide now, too` : "more people may decide now";
  return { text: `Escalated: ${who}.`, tone: "waiting" };
}

export function reminderLine(
  { at }: Pick<AuditEvent, "at">,
  { approvals_received, approvals_required, expires_at }: AskingDetails,
): AskingLine {
  const left = expires_at ? `, ${durationText((expires_at.getTime() - at.getTime()) / 1000)} left` : "";
  return {
    text: `Still waiting: ${approvals_received} of ${approvalsText(approvals_required)}${left}.`,
    tone: "waiting",
  };
}

export function overrideLine(
  { actor }: Pick<AuditEvent, "actor">,
  { approvals_received, approvals_required, comment }: AskingDetails,
): AskingLine {
  return {
    text: `Approved by ${actor} alone, as an owner, with ${approvals_received} of ${approvalsText(approvals_required)}: “${comment}”`,
    tone: "good",
  };
}

/** One person who is called to decide, or called again. */
export interface Call {
  readonly event: AuditEvent;
  readonly to: PersonId;
  readonly line: AskingLine;
}

/**
 * Who is to be told in person that a request waits for them: whoever an escalation has called, and with the last reminder everyone
 * who may decide and has not. Nobody once it is decided.
 */
export function callsOf(request: ApprovalRequest, events: readonly AuditEvent[], now: Date): readonly Call[] {
  if (!isOpen(request) || now >= request.expiresAt) return [];
  const decided = seatsTaken(request);
  const waitedFor = approversOf(request).filter(
    (person) => !decided.has(person) && person !== request.requestedBy.id,
  );
  const asking = events.slice(events.findLastIndex(({ kind }) => kind === "created" || kind === "drifted"));
  const subject = `${request.description.title} (${request.id})`;
  const look = `\`status ${request.id}\` shows it.`;
  const escalations = asking.filter(({ kind }) => kind === "escalated");
  const delegated = asking.filter(({ kind }) => kind === "delegated");
  const reminder = asking.findLast(({ kind }) => kind === "reminded");
  const left = durationText((request.expiresAt.getTime() - now.getTime()) / 1000);
  return [
    ...delegated.flatMap((event) => {
      const { to, of_name, until_text } = event.details;
      const text = `You decide for ${of_name} until ${until_text}, and this waits: ${subject}, ${left} left. ${look}`;
      return waitedFor.filter((person) => person === to).map((person) => callTo(event, person, text));
    }),
    ...escalations.flatMap((event) => {
      const { approvers } = event.details;
      const called: readonly unknown[] = Array.isArray(approvers) ? approvers : [];
      const text = `${subject} has found too few to decide it, so you may now, too: ${left} left. ${look}`;
      return waitedFor.filter((person) => called.includes(person)).map((to) => callTo(event, to, text));
    }),
    ...waitedFor.flatMap((to) => {
      const text = `Still waiting for you: ${subject}, ${left} left. ${look}`;
      return reminder ? [callTo(reminder, to, text)] : [];
    }),
  ];
}

export function callTo(
  event: AuditEvent,
  to: PersonId,
  text: string,
  tone: AskingLine["tone"] = "waiting",
): Call {
  return { event, to, line: { text, tone } };
}
