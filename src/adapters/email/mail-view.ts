import type { CardFact } from "../../core/card.ts";
import type { Decision } from "../../core/decision.ts";
import { decisionWay } from "../../core/decision-way.ts";
import type { MailContent } from "../../core/mail.ts";
import type { RequestId } from "../../core/request.ts";
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

/** One part of the card: labels with values, a paragraph, what a person wrote, or a remark. */
export type Block =
  | { readonly kind: "rows"; readonly heading: string; readonly rows: readonly Row[] }
  | { readonly kind: "text"; readonly heading: string; readonly text: string }
  | { readonly kind: "quote"; readonly heading: string; readonly text: string }
  | { readonly kind: "note"; readonly text: string };

/** What both forms of a mail show, in this order: cleaned and cut, but not escaped. */
export interface MailView {
  readonly requestId: RequestId;
  readonly subject: string;
  readonly title: string;
  readonly tone: MailContent["tone"];
  readonly state: string;
  readonly lead: string;
  readonly links: Links | undefined;
  /** Empty once nothing is to be decided. */
  readonly deadline: string;
  /** None of them is empty. */
  readonly blocks: readonly Block[];
}

const mostFacts = 30;
const mostDecisions = 10;

/** The card of a request as a mail shows it: the same facts in the same order, with moments in UTC, as nobody knows the reader's zone. */
export function mailViewOf(content: MailContent, links: Links | undefined): MailView {
  const { card, subject, lead, tone } = content;
  const blocks: readonly Block[] = [
    rows("Changed since it was approved", rowsOf(card.changes)),
    { kind: "text", heading: "", text: readable(card.effect, 1500) },
    rows("Request", rowsOf(card.facts)),
    ...card.longDetails.map(({ label, value }) => ({
      kind: "text" as const,
      heading: oneLine(label, 80),
      text: readable(value, 3000),
    })),
    { kind: "quote", heading: saidBy(card), text: readable(card.justification, 2000) },
    rows("Pre-flight", rowsOf(card.preflight?.facts ?? [])),
    ...preflightNotes(content).map((text) => ({ kind: "note" as const, text })),
    rows("Decisions", card.decisions.slice(-mostDecisions).map(decisionRow)),
    rows("Result", rowsOf(card.results)),
    { kind: "text", heading: "What to do", text: readable(card.guidance, 2000) },
  ];
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
    blocks: blocks.filter((block) => (block.kind === "rows" ? block.rows.length > 0 : block.text !== "")),
  };
}

function rows(heading: string, of: readonly Row[]): Block {
  return { kind: "rows", heading, rows: of };
}

function saidBy({ facts }: MailContent["card"]): string {
  const requester = facts.find(({ label }) => label === "Requested by")?.value;
  return typeof requester === "string" ? `Written by ${oneLine(requester, 300)}` : "Why";
}

function preflightNotes({ kind, card: { preflight } }: MailContent): readonly string[] {
  if (!preflight) return [];
  const { asOf, unread } = preflight;
  if (!asOf) {
    const isAsking = kind === "ask" || kind === "reminder";
    return isAsking ? ["The pre-flight was not read yet when this was sent."] : [];
  }
  const missing = oneLine(unread.join(", "), 300);
  return [
    `Pre-flight as of ${momentText(asOf)}.`,
    ...(missing === "" ? [] : [`No answer from ${missing}: what it would tell is unknown.`]),
  ];
}

function rowsOf(facts: readonly CardFact[]): readonly Row[] {
  const shown = facts.slice(0, mostFacts).map(({ label, value }) => ({
    label: oneLine(label, 80),
    value: value instanceof Date ? momentText(value) : readable(value, 500),
  }));
  const more = facts.length - shown.length;
  return more > 0 ? [...shown, { label: "and more", value: `${more} further facts are on the card` }] : shown;
}

function decisionRow(decision: Decision): Row {
  const { kind, by, at, comment } = decision;
  const who = by.name === by.id ? by.id : `${by.name} (${by.id})`;
  const why = comment === "" ? "" : `: “${comment}”`;
  return {
    label: `${kind === "approve" ? "✅ approved" : "⛔ rejected"}${decisionWay(decision)}`,
    value: readable(`${oneLine(who, 200)}, ${momentText(at)}${why}`, 600),
  };
}
