import type { CardFact } from "../../core/card.ts";
import type { MailContent } from "../../core/mail.ts";
import type { Decision, RequestId } from "../../core/request.ts";
import { momentText } from "../../core/texts.ts";
import { plannedText } from "../../core/timing/moment-text.ts";
import { oneLine, readable } from "./readable.ts";

/** The two ways to decide, for one recipient alone. */
export interface Links {
  readonly approve: string;
  readonly reject: string;
}

export interface Row {
  readonly label: string;
  readonly value: string;
}

/** What both forms of a mail show, in this order: cleaned and cut, but not escaped. */
export interface MailView {
  readonly requestId: RequestId;
  readonly subject: string;
  readonly title: string;
  readonly tone: MailContent["tone"];
  readonly state: string;
  readonly lead: string;
  readonly links: Links | undefined;
  readonly deadline: string;
  readonly sections: readonly { readonly heading: string; readonly rows: readonly Row[] }[];
  readonly effect: string;
  /** What the requester wrote, with who that is. */
  readonly said: { readonly by: string; readonly text: string } | undefined;
  readonly guidance: string;
  readonly notes: readonly string[];
}

const mostFacts = 30;
const mostDecisions = 10;

/** The card of a request as a mail shows it: the same facts in the same order, with moments in UTC, as nobody knows the reader's zone. */
export function mailViewOf({ subject, lead, tone, card }: MailContent, links: Links | undefined): MailView {
  const requester = card.facts.find(({ label }) => label === "Requested by")?.value;
  const { preflight } = card;
  const isRead = preflight?.asOf !== undefined;
  return {
    requestId: card.requestId,
    // Mail servers take lines of 998 characters; a phone shows the first hundred.
    subject: oneLine(subject, 250),
    title: oneLine(card.title, 200),
    tone,
    state: oneLine(card.state.text, 300),
    lead: readable(lead, 3000),
    links,
    deadline: card.deadline ? `${plannedText(card.deadline.at)} (${card.deadline.left})` : "",
    sections: [
      { heading: "Changed since it was approved", rows: rowsOf(card.changes) },
      { heading: "Request", rows: rowsOf(card.facts) },
      { heading: "Pre-flight", rows: rowsOf(preflight?.facts ?? []) },
      { heading: "Decisions", rows: card.decisions.slice(-mostDecisions).map(decisionRow) },
      { heading: "Result", rows: rowsOf(card.results) },
    ].filter(({ rows }) => rows.length > 0),
    effect: readable(card.effect, 1500),
    said:
      card.justification === ""
        ? undefined
        : {
            by: typeof requester === "string" ? oneLine(requester, 300) : "",
            text: readable(card.justification, 2000),
          },
    guidance: readable(card.guidance, 2000),
    notes: [
      ...(preflight?.asOf ? [`Pre-flight as of ${momentText(preflight.asOf)}.`] : []),
      ...(preflight && !isRead ? ["The pre-flight was not read yet when this was sent."] : []),
      ...(preflight && preflight.unread.length > 0
        ? [`No answer from ${oneLine(preflight.unread.join(", "), 300)}: what it would tell is unknown.`]
        : []),
    ],
  };
}

function rowsOf(facts: readonly CardFact[]): readonly Row[] {
  const rows = facts.slice(0, mostFacts).map(({ label, value }) => ({
    label: oneLine(label, 80),
    value: value instanceof Date ? momentText(value) : readable(value, 500),
  }));
  const more = facts.length - rows.length;
  return more > 0 ? [...rows, { label: "and more", value: `${more} further facts are on the card` }] : rows;
}

function decisionRow({ kind, by, at, comment }: Decision): Row {
  const who = by.name === by.id ? by.id : `${by.name} (${by.id})`;
  const why = comment === "" ? "" : `: “${comment}”`;
  return {
    label: kind === "approve" ? "✅ approved" : "⛔ rejected",
    value: readable(`${oneLine(who, 200)}, ${momentText(at)}${why}`, 600),
  };
}
