import type { Home, HomeEntry, HomeFilter, HomeList } from "../../../core/home/home.ts";
import type { HomeQuery } from "../../../core/home/home-query.ts";
import { shortened } from "../../../core/texts.ts";
import { toneSigns } from "../../../core/tone-signs.ts";
import {
  type AdaptiveCard,
  adaptiveCard,
  type CardElement,
  fittingCard,
  type Scale,
} from "./adaptive-card.ts";
import { cancelButton, homeButton, homeVerbs, openFormButton } from "./buttons.ts";
import type { CardView } from "./card-view.ts";
import { choiceInput } from "./form-elements.ts";
import { heading, line, localTime, ownWords } from "./text-elements.ts";

/** Teams sends no empty choice, and no environment or operation is called so. */
const all = "*";
const longestChoice = 60;

/** Below it, an entry has room for the one button that opens its request: that has all the others. */
const leastForButtons: Scale = 0.125;

/** Whose home it is, what they are told in it, and a page of their own that it opens. */
interface HomeReader {
  readonly userId: string;
  readonly notice?: CardView["notice"];
  readonly link?: { readonly title: string; readonly url: string };
}

/** Somebody's home as a card, which their client fetches anew whenever they see it. */
export function homeCard(home: Home, { userId, notice, link }: HomeReader): AdaptiveCard {
  const refresh = homeButton("Refresh", homeVerbs.show, home.query);
  const { fallback: _, associatedInputs: __, ...action } = refresh;
  return fittingCard((scale) =>
    adaptiveCard({
      body: [
        ...(notice
          ? [line(notice.text, 500, { color: notice.isBad ? "attention" : "good", weight: "bolder" })]
          : []),
        heading("Countersign", 50),
        ownWords(`As of ${localTime(home.asOf)}`),
        ...home.lists.flatMap((list) => renderList(list, home.query, scale)),
        line("Show only", 50, { weight: "bolder", separator: true }),
        ...home.filters.flatMap((filter) => renderFilter(filter, scale)),
      ],
      actions: [
        openFormButton,
        refresh,
        homeButton("Apply filters", homeVerbs.filter, home.query),
        link ? { type: "Action.OpenUrl", ...link } : homeButton("Analytics", homeVerbs.analytics, home.query),
      ],
      refresh: { action, userIds: [userId] },
    }),
  );
}

/** What is chosen stays a choice, however few there is room for. */
function renderFilter({ key, label, chosen, options }: HomeFilter, scale: Scale): readonly CardElement[] {
  const most = Math.ceil(options.length * scale);
  return choiceInput(
    { id: key, label, hint: "", isRequired: false, entered: choiceOf(chosen), issue: "" },
    options
      .filter(({ value }, index) => index < most || value === chosen)
      .map(({ text, value }) => ({ title: shortened(text, longestChoice), value: choiceOf(value) })),
  );
}

function choiceOf(value: string): string {
  return value === "" ? all : value;
}

function renderList(list: HomeList, query: HomeQuery, scale: Scale): readonly CardElement[] {
  const { section, title, entries, otherwise, range, back, next } = list;
  const turns = [
    ...(back ? [{ ...homeButton("Back", homeVerbs.show, back), id: `back_${section}` }] : []),
    ...(next ? [{ ...homeButton("Show more", homeVerbs.show, next), id: `next_${section}` }] : []),
  ];
  return [
    line(title, 50, { weight: "bolder", size: "medium", separator: true }),
    ...(entries.length === 0 ? [line(otherwise, 150, { isSubtle: true })] : []),
    ...entries.flatMap((entry) => renderEntry(entry, list, query, scale)),
    ...(range === "" ? [] : [line(range, 100, { isSubtle: true, size: "small" })]),
    ...(turns.length === 0 ? [] : [{ type: "ActionSet", actions: turns }]),
  ];
}

/** To decide, people open the card itself: what they approve is to be before their eyes. */
function renderEntry(
  entry: HomeEntry,
  { section }: HomeList,
  query: HomeQuery,
  scale: Scale,
): readonly CardElement[] {
  const { requestId, title, state, deadline, about, at, actions } = entry;
  const mayDecide = actions.some((action) => action !== "cancel");
  const open = homeButton(mayDecide ? wordsFor[section] : "Details", homeVerbs.open, query, requestId);
  const hasRoom = scale >= leastForButtons;
  return [
    line(title, Math.max(60, 150 * scale), { weight: "bolder" }),
    line(`${toneSigns[state.tone]} ${state.text}`, Math.max(60, 300 * scale), { spacing: "none" }),
    line(`${about} · ${requestId}`, Math.max(60, 200 * scale), {
      isSubtle: true,
      size: "small",
      spacing: "none",
    }),
    ownWords(deadline ? `Decide by ${localTime(deadline.at)} (${deadline.left})` : localTime(at), {
      spacing: "none",
    }),
    {
      type: "ActionSet",
      actions: [
        { ...open, id: `${section}_${requestId}` },
        ...(hasRoom && actions.includes("cancel")
          ? [{ ...cancelButton({ ...entry, home: query }), id: `cancel_${requestId}` }]
          : []),
      ],
    },
  ];
}

const wordsFor = {
  waiting: "Approve or reject",
  mine: "Details",
  recent: "Review",
} as const satisfies Record<HomeList["section"], string>;
