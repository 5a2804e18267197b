import type { Card, CardAction, CardFact } from "../../../core/card.ts";
import { decisionWay } from "../../../core/decision-way.ts";
import type { Decision } from "../../../core/request.ts";
import { shortened } from "../../../core/texts.ts";
import {
  type AdaptiveCard,
  adaptiveCard,
  type CardButton,
  type CardElement,
  fittingCard,
  type Scale,
} from "./adaptive-card.ts";
import { cancelButton, decideButton, executeButton, revertButton, verbs } from "./buttons.ts";
import { renderPreflight } from "./render-preflight.ts";
import { heading, labelled, line, localTime, ownWords, paragraphs } from "./text-elements.ts";
import { toneSigns } from "./tone-signs.ts";

/** Teams' limit for the people whose own view is fetched without a press. */
const mostViewers = 60;
/** A button that Teams draws beside the first few is found; these are as many as there can be for one reader. */
const mostDecisions = 10;
const mostFacts = 20;

/** Who looks at the card. */
export interface CardView {
  /** The buttons that do something for them. */
  readonly actions: readonly CardAction[];
  /** Teams' ids of the people whose client fetches a view of their own. */
  readonly viewers: readonly string[];
  /** Whether some may do more than the buttons let them: a button fetches their view. */
  readonly hasMore: boolean;
  /** What only they are told. */
  readonly notice?: { readonly text: string; readonly isBad: boolean } | undefined;
  /** Every instance of a bulk request, a line each, before a decision. */
  readonly partLines?: readonly string[] | undefined;
}

/** What nobody's press needs to be allowed for. */
const everybodys: ReadonlySet<CardAction> = new Set(["revert", "refresh"]);

/** The view that everybody shares: what some alone may press is for their own. */
export function sharedView({ actions }: Pick<Card, "actions">, viewers: readonly string[]): CardView {
  const shared = actions.filter((action) => everybodys.has(action));
  return { actions: shared, viewers, hasMore: actions.length > shared.length };
}

/** A request's card as an Adaptive Card within Teams' limits: what and how it stands first, the buttons last. */
export function renderCard(card: Card, view: CardView): AdaptiveCard {
  return fittingCard((scale) =>
    adaptiveCard({
      body: renderBody(card, view, scale),
      actions: renderActions(card, view, scale),
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
    line(`${toneSigns[card.state.tone]} ${card.state.text}`, 300, { spacing: "small" }),
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

/** What is no longer as it was approved, above everything that was. */
function renderChanges(changes: readonly CardFact[], scale: Scale): readonly CardElement[] {
  if (changes.length === 0) return [];
  const title = line("Changed since it was approved", 100, { weight: "bolder", color: "warning" });
  return [title, ...renderFacts(changes, scale)];
}

export function renderFacts(facts: readonly CardFact[], scale: Scale): readonly CardElement[] {
  const shown = facts.slice(0, Math.ceil(mostFacts * Math.max(scale, 0.25)));
  return [
    ...shown.map(({ label, value }, index) =>
      value instanceof Date
        ? ownWords(`**${label.replace(/[^\w ]/g, "").slice(0, 50)}**  ${localTime(value)}`)
        : labelled(label, value, 300 * scale, index === 0 ? {} : { spacing: "small" }),
    ),
    ...more(facts.length - shown.length, "more"),
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
        line(`${did}${decisionWay(decision)}`, 120),
        ownWords(localTime(at), { spacing: "none" }),
        ...(comment === "" ? [] : [line(`“${comment}”`, 400 * scale, { spacing: "none" })]),
      ];
    }),
  ];
}

function more(count: number, what: string): readonly CardElement[] {
  return count > 0 ? [line(`and ${count} ${what}`, 100, { isSubtle: true })] : [];
}

function renderActions(
  card: Card,
  { actions, hasMore, partLines = [] }: CardView,
  scale: Scale,
): readonly CardButton[] {
  const again = [...paragraphs(card.effect, 500 * scale), labelled("Digest", card.digest.slice(0, 12), 20)];
  const whole = [
    ...renderChanges(card.changes, scale),
    ...again,
    ...partLines.map((one) => line(`• ${one}`, 200 * scale, { spacing: "none" })),
  ];
  const buttons = {
    approve: () => decideButton("approve", card, whole),
    reject: () => decideButton("reject", card, again),
    cancel: () => cancelButton(card),
    revert: () => revertButton(card, shortened(card.wayBack, 50) || "Revert"),
    refresh: () => executeButton("Refresh", verbs.refresh, card),
  } as const satisfies Record<CardAction, () => CardButton>;
  return [
    ...actions.map((action) => buttons[action]()),
    ...(hasMore ? [executeButton("What can I do here?", verbs.view, card)] : []),
  ];
}

/** Teams asks for the view of each of them, when they see the card and whenever it has changed. */
function renderRefresh({ requestId, digest }: Card, { viewers }: CardView): object | undefined {
  if (viewers.length === 0) return undefined;
  return {
    action: {
      type: "Action.Execute",
      title: "Show mine",
      verb: verbs.view,
      data: { request_id: requestId, digest },
    },
    userIds: viewers.slice(0, mostViewers),
  };
}
