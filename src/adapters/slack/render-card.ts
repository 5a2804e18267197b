import type { types } from "@slack/bolt";
import { type Confirmation, cancelQuestion, revertQuestion } from "../../app/chat/chat-texts.ts";
import type { Card, CardFact } from "../../core/card.ts";
import type { CardAction } from "../../core/card-actions.ts";
import type { Decision } from "../../core/decision.ts";
import { decisionWay } from "../../core/decision-way.ts";
import { toneSigns } from "../../core/tone-signs.ts";
import { escapeMrkdwn } from "./escape-mrkdwn.ts";
import type { Message } from "./message.ts";
import { renderPreflight } from "./render-preflight.ts";
import { bold, localTime, paragraph, plainText } from "./text-objects.ts";

export const actionIds = {
  approve: "request_approve",
  reject: "request_reject",
  cancel: "request_cancel",
  confirm: "request_confirm",
  object: "request_object",
  revert: "request_revert",
  refresh: "request_refresh",
  details: "request_details",
} as const satisfies Record<CardAction, string>;

/** More would push the buttons off a phone's screen; with the rest of the card they stay within Slack's 50 blocks. */
const mostDecisions = 10;
const mostFacts = 20;
/** Slack's ten fields of a section, a label and a value each. */
const factsInSection = 5;

/** A request's card: what and how it stands first, the buttons last, all within Slack's limits whatever the request holds. */
export function renderCard(card: Card): Message {
  const state = `${toneSigns[card.state.tone]} ${card.state.text}`;
  return {
    text: `${escapeMrkdwn(card.title, 150)}: ${escapeMrkdwn(state, 200)}`,
    blocks: [
      { type: "header", text: plainText(card.title, 150) },
      paragraph(state, 300),
      ...renderDeadline(card),
      ...renderChanges(card.changes),
      paragraph(card.effect, 1000),
      ...(card.justification === "" ? [] : [paragraph(`“${card.justification}”`)]),
      ...renderFacts(card.facts),
      ...renderPreflight(card.preflight),
      ...renderDecisions(card.decisions),
      ...renderFacts(card.results),
      ...(card.guidance === "" ? [] : [paragraph(card.guidance, 2000)]),
      ...(card.actions.length > 0 ? [renderActions(card)] : []),
      { type: "context", elements: [plainText(card.requestId, 100)] },
    ],
  };
}

/** Labels and values side by side, in as many sections as they take. */
export function renderFacts(facts: readonly CardFact[]): types.KnownBlock[] {
  const shown = facts.slice(0, mostFacts);
  const sections: types.KnownBlock[] = [];
  for (let first = 0; first < shown.length; first += factsInSection) {
    const fields = shown
      .slice(first, first + factsInSection)
      .flatMap(({ label, value }) => [
        bold(label),
        value instanceof Date ? localTime(value) : plainText(value, 300),
      ]);
    sections.push({ type: "section", fields });
  }
  return [...sections, ...note(facts.length - shown.length, "more")];
}

/** What is no longer as it was approved, above everything that was. */
export function renderChanges(changes: readonly CardFact[]): types.KnownBlock[] {
  if (changes.length === 0) return [];
  return [{ type: "section", text: bold("Changed since it was approved") }, ...renderFacts(changes)];
}

/** The moment stays true however long nobody updates the card; what is left is said with it. */
function renderDeadline({ deadline }: Card): types.KnownBlock[] {
  if (!deadline) return [];
  return [
    {
      type: "context",
      elements: [plainText("Decide by", 50), localTime(deadline.at), plainText(`(${deadline.left})`, 50)],
    },
  ];
}

/** The latest ones: a rejection is always the last. */
function renderDecisions(decisions: readonly Decision[]): types.KnownBlock[] {
  const shown = decisions.slice(-mostDecisions);
  return [
    ...note(decisions.length - shown.length, "more before these"),
    ...shown.map((decision): types.KnownBlock => {
      const { kind, by, at, comment } = decision;
      const did = kind === "approve" ? `✅ ${by.name} approved` : `⛔ ${by.name} rejected`;
      const said = `${did}${decisionWay(decision)}`;
      const why = comment === "" ? [] : [plainText(`“${comment}”`, 400)];
      return { type: "context", elements: [plainText(said, 300), localTime(at), ...why] };
    }),
  ];
}

function note(count: number, what: string): types.KnownBlock[] {
  return count > 0 ? [{ type: "context", elements: [plainText(`and ${count} ${what}`, 100)] }] : [];
}

/** The value is the request's id and nothing else: who acts, and whether they may, is never in a button. */
function renderActions({ requestId, actions, wayBack }: Card): types.KnownBlock {
  const buttons = {
    approve: { text: plainText("Approve", 75), style: "primary" },
    reject: { text: plainText("Reject", 75), style: "danger" },
    cancel: { text: plainText("Cancel request", 75), confirm: confirmation(cancelQuestion) },
    confirm: { text: plainText("Confirm", 75), style: "primary" },
    object: { text: plainText("Object", 75), style: "danger" },
    revert: { text: plainText(wayBack, 75), confirm: confirmation(revertQuestion(wayBack)) },
    refresh: { text: plainText("Refresh", 75) },
    details: { text: plainText("Show details", 75) },
  } as const;
  return {
    type: "actions",
    elements: actions.map((action) => ({
      type: "button",
      action_id: actionIds[action],
      value: requestId,
      ...buttons[action],
    })),
  };
}

/** What Slack asks before it sends the press. */
export function confirmation({ title, text, yes, no }: Confirmation): types.ConfirmationDialog {
  return {
    title: plainText(title, 100),
    text: plainText(text, 300),
    confirm: plainText(yes, 30),
    deny: plainText(no, 30),
  };
}
