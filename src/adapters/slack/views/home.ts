import type { types } from "@slack/bolt";
import { cancelQuestion, decisionWords, reviewWords } from "../../../app/chat/chat-texts.ts";
import type { Home, HomeAction, HomeEntry, HomeFilter, HomeList } from "../../../core/home/home.ts";
import { type HomeQuery, homeQueryText, withFilter } from "../../../core/home/home-query.ts";
import { toneSigns } from "../../../core/tone-signs.ts";
import type { MessageToReader } from "../message-to-reader.ts";
import { confirmation } from "../render-card.ts";
import { localSecond, localTime, paragraph, plainText } from "../text-objects.ts";
import { option } from "./inputs.ts";
import { messageBlocks } from "./notice.ts";

/** A home's own: a press there is answered in it, and not where a card is. */
export const homeActionIds = {
  approve: "home_approve",
  reject: "home_reject",
  cancel: "home_cancel",
  confirm: "home_confirm",
  object: "home_object",
  details: "home_details",
  new: "home_new",
  refresh: "home_refresh",
  analytics: "home_analytics",
  back: "home_back",
  next: "home_next",
  environment: "home_environment",
  operation: "home_operation",
} as const;

/**
 * Somebody's home: at most 64 blocks of Slack's 100, as each list has a page of a few entries with three blocks each. Every button
 * says the request, where it is about one, and what the home shows: `req-…?environment=production`.
 */
export function homeView(home: Home, told?: MessageToReader): types.HomeView {
  return {
    type: "home",
    blocks: [
      { type: "header", text: plainText("Countersign", 150) },
      ...(told ? messageBlocks(told).slice(0, 5) : []),
      { type: "context", elements: [plainText("As of", 20), localSecond(home.asOf), ...renderChosen(home)] },
      {
        type: "actions",
        elements: [
          { ...button("New request", homeActionIds.new, home.query), style: "primary" },
          button("Refresh", homeActionIds.refresh, home.query),
          button("Analytics", homeActionIds.analytics, home.query),
        ],
      },
      { type: "actions", elements: home.filters.map((filter) => renderFilter(filter, home.query)) },
      ...home.lists.flatMap((list) => renderList(list, home.query)),
    ],
  };
}

/** For whom Countersign has nothing to show, and why. */
export function closedHomeView(told: MessageToReader): types.HomeView {
  return {
    type: "home",
    blocks: [{ type: "header", text: plainText("Countersign", 150) }, ...messageBlocks(told)],
  };
}

/** In words, too: a menu alone is easily overlooked. */
function renderChosen({ filters }: Home): types.PlainTextElement[] {
  const chosen = filters.flatMap(({ chosen: value, options }) =>
    value === "" ? [] : [options.find((one) => one.value === value)?.text ?? value],
  );
  return chosen.length === 0 ? [] : [plainText(`· only ${chosen.join(", ")}`, 200)];
}

function renderFilter({ key, label, chosen, options }: HomeFilter, query: HomeQuery): types.StaticSelect {
  const shown = options.map(({ text, value }) =>
    option(text, homeQueryText(withFilter(query, { [key]: value }))),
  );
  const at = options.findIndex(({ value }) => value === chosen);
  const initial = shown[at];
  return {
    type: "static_select",
    action_id: homeActionIds[key],
    placeholder: plainText(label, 150),
    options: shown,
    ...(initial && { initial_option: initial }),
  };
}

function renderList(list: HomeList, query: HomeQuery): types.KnownBlock[] {
  const { title, entries, otherwise, range, back, next } = list;
  const turns = [
    ...(back ? [button("Back", homeActionIds.back, back)] : []),
    ...(next ? [button("Show more", homeActionIds.next, next)] : []),
  ];
  return [
    { type: "divider" },
    { type: "header", text: plainText(title, 150) },
    ...(entries.length === 0 ? [paragraph(otherwise, 300)] : []),
    ...entries.flatMap((entry) => renderEntry(entry, query)),
    ...(range === "" ? [] : [{ type: "context" as const, elements: [plainText(range, 100)] }]),
    ...(turns.length === 0 ? [] : [{ type: "actions" as const, elements: turns }]),
  ];
}

function renderEntry(entry: HomeEntry, query: HomeQuery): types.KnownBlock[] {
  const { requestId, title, state, deadline, about, at, actions } = entry;
  const time = deadline
    ? [plainText("Decide by", 50), localTime(deadline.at), plainText(`(${deadline.left})`, 50)]
    : [localTime(at)];
  return [
    paragraph(`${title}\n${toneSigns[state.tone]} ${state.text}`, 600),
    { type: "context", elements: [plainText(`${about} · ${requestId}`, 400), ...time] },
    {
      type: "actions",
      elements: [
        ...actions.map((action) => ({
          ...button(words[action], homeActionIds[action], query, requestId),
          ...looks[action],
        })),
        button("Details", homeActionIds.details, query, requestId),
      ],
    },
  ];
}

const words = {
  approve: decisionWords.approve.submit,
  reject: decisionWords.reject.submit,
  cancel: cancelQuestion.yes,
  confirm: reviewWords.confirm.submit,
  object: reviewWords.object.submit,
} as const satisfies Record<HomeAction, string>;

const looks = {
  approve: { style: "primary" },
  reject: { style: "danger" },
  cancel: { confirm: confirmation(cancelQuestion) },
  confirm: { style: "primary" },
  object: { style: "danger" },
} as const satisfies Record<HomeAction, Partial<types.Button>>;

function button(words: string, actionId: string, query: HomeQuery, requestId = ""): types.Button {
  return {
    type: "button",
    text: plainText(words, 75),
    action_id: actionId,
    value: `${requestId}${homeQueryText(query)}`,
  };
}
