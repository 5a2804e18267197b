import type { Card } from "../../../core/card.ts";
import type { Decision } from "../../../core/decision.ts";
import { decisionWay } from "../../../core/decision-way.ts";
import { shortened } from "../../../core/texts.ts";
import { toneSigns } from "../../../core/tone-signs.ts";
import {
  type AdaptiveCard,
  adaptiveCard,
  type CardElement,
  firstFittingCard,
  type Scale,
} from "./adaptive-card.ts";
import { dataOf, homeButton, homeVerbs, verbs } from "./buttons.ts";
import type { CardView } from "./card-view.ts";
import { type Room, renderActions } from "./render-actions.ts";
import { more, renderChanges, renderFacts } from "./render-facts.ts";
import { renderPreflight } from "./render-preflight.ts";
import { heading, line, localTime, ownWords, paragraphs } from "./text-elements.ts";

/** Teams' limit for the people whose own view is fetched without a press. */
const mostViewers = 60;
/** A button that Teams draws beside the first few is found; these are as many as there can be for one reader. */
const mostDecisions = 10;

/** The long details give way first: all the rest is what everybody reads. */
const rooms: readonly Room[] = [
  { scale: 1, details: 1, isRepeated: true },
  { scale: 1, details: 1 },
  { scale: 1, details: 0.5 },
  { scale: 1, details: 0.25 },
  { scale: 1, details: 0.125 },
  { scale: 0.5, details: 0.125 },
  { scale: 0.25, details: 0.125 },
  { scale: 0.125, details: 0.125 },
  { scale: 0.0625, details: 0.0625 },
  { scale: 0.03125, details: 0.03125 },
];

/** A request's card as an Adaptive Card within Teams' limits: what and how it stands first, the buttons last. */
export function renderCard(card: Card, view: CardView): AdaptiveCard {
  return firstFittingCard(rooms, (room) =>
    adaptiveCard({
      body: renderBody(card, view, room.scale),
      actions: [
        ...renderActions({ ...card, home: view.home }, view, room),
        ...(view.home ? [homeButton("Back to home", homeVerbs.show, view.home)] : []),
      ],
      refresh: renderRefresh(card, view),
    }),
  );
}

/** What notifications and screen readers say of it. */
export function summaryOf({ title, state }: Card): string {
  return shortened(`${title}: ${toneSigns[state.tone]} ${state.text}`, 300);
}

function renderBody(card: Card, { notice }: CardView, scale: Scale): readonly CardElement[] {
  return [
    ...(notice
      ? [line(notice.text, 1000 * scale, { color: notice.isBad ? "attention" : "good", weight: "bolder" })]
      : []),
    heading(card.title, 150),
    line(`${toneSigns[card.state.tone]} ${card.state.text}`, Math.max(150, 300 * scale), {
      spacing: "small",
    }),
    ...(card.deadline
      ? [
          ownWords(`Decide by ${localTime(card.deadline.at)}`),
          line(card.deadline.left, 50, { isSubtle: true, spacing: "none" }),
        ]
      : []),
    ...renderChanges(card.changes, scale),
    ...paragraphs(card.effect, 1000 * scale),
    ...(card.justification === "" ? [] : paragraphs(`“${card.justification}”`, 2000 * scale)),
    ...renderFacts(card.facts, scale),
    ...renderPreflight(card.preflight, scale),
    ...renderDecisions(card.decisions, scale),
    ...renderFacts(card.results, scale),
    ...(card.guidance === "" ? [] : paragraphs(card.guidance, 2000 * scale)),
    line(card.requestId, 100, { isSubtle: true, size: "small" }),
  ];
}

/** The latest ones: a rejection is always the last. */
function renderDecisions(decisions: readonly Decision[], scale: Scale): readonly CardElement[] {
  const shown = decisions.slice(-Math.ceil(mostDecisions * Math.max(scale, 0.25)));
  return [
    ...more(decisions.length - shown.length, "more before these"),
    ...shown.flatMap((decision) => {
      const { kind, by, at, comment } = decision;
      const did = kind === "approve" ? `✅ ${by.name} approved` : `⛔ ${by.name} rejected`;
      return [
        line(`${did}${decisionWay(decision)}`, Math.max(120, 300 * scale)),
        ownWords(localTime(at), { spacing: "none" }),
        ...(comment === "" ? [] : [line(`“${comment}”`, 400 * scale, { spacing: "none" })]),
      ];
    }),
  ];
}

/** Teams asks for the view of each of them, when they see the card and whenever it has changed. */
function renderRefresh(card: Card, { viewers, home }: CardView): object | undefined {
  if (viewers.length === 0) return undefined;
  return {
    action: {
      type: "Action.Execute",
      title: "Show mine",
      verb: verbs.view,
      data: dataOf({ ...card, home }),
    },
    userIds: viewers.slice(0, mostViewers),
  };
}
