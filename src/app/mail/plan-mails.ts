import type { AuditEvent, EventKind } from "../../core/audit-event.ts";
import { breakGlassCallsOf } from "../../core/break-glass-calls.ts";
import {
  askMailOf,
  emergencyMailOf,
  endMailOf,
  type MailContent,
  noticeMailOf,
  reminderMailOf,
  resultMailOf,
} from "../../core/mail.ts";
import { type PersonId, personIdSchema } from "../../core/person.ts";
import { type ApprovalRequest, isOpen } from "../../core/request.ts";
import { mailedPeopleOf } from "../../core/undelivered.ts";
import { approversOf, seatsTaken } from "../../core/who-decides.ts";
import type { Delivery } from "../ports/delivery-store.ts";

/** The events that can be the cause of a mail. The queue's filter names the same. */
export const mailCauses = [
  "created",
  "drifted",
  "escalated",
  "reminded",
  "approved",
  "rejected",
  "cancelled",
  "expired",
  "completed",
  "failed",
  "workflow-told",
  "delivery-failed",
  "delegated",
  "review-overdue",
] as const satisfies readonly EventKind[];

/** One mail that is owed; the delivery is as it was read. */
export interface MailStep {
  readonly delivery: Delivery;
  readonly to: PersonId;
  readonly content: MailContent;
  readonly hasLinks: boolean;
}

interface Mailed {
  readonly request: ApprovalRequest;
  readonly events: readonly AuditEvent[];
  readonly deliveries: readonly Delivery[];
}

/** One asking: from the event that opened it to the one that ended it. */
interface Round {
  readonly opened: AuditEvent;
  /** The last one in it. */
  readonly reminder: AuditEvent | undefined;
  readonly ended: AuditEvent | undefined;
}

/**
 * The mails of a request that are not sent yet, each once for its recipient, kind and cause: the asking of those whom the policy
 * mails and, where no chat could show the card, of all who may decide; its result for those who were asked; for a requester
 * whom no chat tells, the decisions; the end of the run for that requester and for whoever decided by mail; and the last reminder
 * of the asking for those who were asked by mail before and have not decided. Of an emergency, what everybody concerned is told.
 */
export function planMails({ request, events, deliveries }: Mailed, now: Date): readonly MailStep[] {
  // The bulk request that it is part of has the mails.
  if (request.partOf) return [];
  const known = new Map(deliveries.map((delivery) => [delivery.place, delivery]));
  const rounds = roundsOf(events);
  return [
    ...rounds.slice(-1).flatMap((round) => (round.ended ? results(round, round.ended) : askings(round))),
    ...events.flatMap((event) => [...notices(event), ...ends(event)]),
    ...breakGlassCallsOf(request, events).flatMap(({ event, to, line }) =>
      step(to, "alarm", event, () => emergencyMailOf(request, line, now)),
    ),
  ];

  function askings({ opened, reminder }: Round): readonly MailStep[] {
    if (!isOpen(request) || now >= request.expiresAt) return [];
    const decided = seatsTaken(request);
    const people = mailedPeopleOf(request).filter((person) => person !== request.requestedBy.id);
    return people
      .filter((person) => !decided.has(person))
      .flatMap((person) => {
        const isInvited = approversOf(request).includes(person);
        const kind = isInvited ? "ask" : "info";
        const asked = step(person, kind, opened, () => askMailOf(request, isInvited, now, person), isInvited);
        if (!reminder || !isInvited || !wasSentBefore(person, opened, reminder)) return asked;
        return [...asked, ...step(person, "reminder", reminder, () => reminderMailOf(request, now), true)];
      });
  }

  function results({ opened }: Round, ended: AuditEvent): readonly MailStep[] {
    return deliveries
      .filter(({ reference }) => reference !== undefined)
      .flatMap(({ place }) => recipientOf(place, "ask", opened) ?? recipientOf(place, "info", opened) ?? [])
      .filter((person, index, people) => person !== ended.actor && people.indexOf(person) === index)
      .flatMap((person) => step(person, "result", ended, () => resultMailOf(request, ended, now)));
  }

  function notices(event: AuditEvent): readonly MailStep[] {
    if (!isToldByMail(request)) return [];
    return step(request.requestedBy.id, "notice", event, () => noticeMailOf(request, event, now));
  }

  function ends(event: AuditEvent): readonly MailStep[] {
    const deciders = request.decisions.filter(({ surface }) => surface === "email").map(({ by }) => by.id);
    const people = [...(isToldByMail(request) ? [request.requestedBy.id] : []), ...deciders];
    return [...new Set(people)].flatMap((person) =>
      step(person, "end", event, () => endMailOf(request, event, now)),
    );
  }

  function step(
    to: PersonId,
    kind: string,
    { sequence }: AuditEvent,
    contentOf: () => MailContent | undefined,
    hasLinks = false,
  ): readonly MailStep[] {
    const place = `email#${to}#${kind}#${numberOf(sequence)}`;
    const delivery = known.get(place) ?? { requestId: request.id, place, revision: 0, version: 0 };
    if (delivery.reference !== undefined || delivery.unreachable !== undefined) return [];
    const content = contentOf();
    return content ? [{ delivery, to, content, hasLinks }] : [];
  }

  /** Whoever was only asked after the reminder, as by an escalation, needs none of it. */
  function wasSentBefore(person: PersonId, opened: AuditEvent, reminder: AuditEvent): boolean {
    const asked = known.get(`email#${person}#ask#${numberOf(opened.sequence)}`);
    return asked?.reference !== undefined && asked.version < reminder.sequence;
  }
}

/** Whoever a place stands for, even if nobody would ask them any more; nothing for a mail of another kind or cause. */
function recipientOf(place: string, kind: string, { sequence }: AuditEvent): PersonId | undefined {
  const [before, after] = ["email#", `#${kind}#${numberOf(sequence)}`];
  if (!place.startsWith(before) || !place.endsWith(after)) return undefined;
  return personIdSchema.safeParse(place.slice(before.length, -after.length)).data;
}

function roundsOf(events: readonly AuditEvent[]): readonly Round[] {
  const rounds: Round[] = [];
  for (const event of events) {
    const isAsking = event.status === "pending" || event.status === "escalated";
    const last = rounds.at(-1);
    if (isAsking && (event.kind === "created" || event.kind === "drifted")) {
      rounds.push({ opened: event, reminder: undefined, ended: undefined });
    } else if (last && !last.ended) {
      if (!isAsking) rounds.splice(-1, 1, { ...last, ended: event });
      else if (event.kind === "reminded") rounds.splice(-1, 1, { ...last, reminder: event });
    }
  }
  return rounds;
}

/** Who asked in a chat is told there; and who asked at the API for what needs nobody, in its answer. */
function isToldByMail({ requestedVia, requirement }: ApprovalRequest): boolean {
  return (requestedVia === "api" || requestedVia === "email") && requirement.approvals > 0;
}

function numberOf(sequence: number): string {
  return String(sequence).padStart(6, "0");
}
