import { titleOf } from "../break-glass.ts";
import { type Card, cardOf } from "../card.ts";
import type { CardAction } from "../card-actions.ts";
import { mayPress } from "../may-press.ts";
import type { Person } from "../person.ts";
import { type ApprovalRequest, isFinal } from "../request.ts";
import { type HomeQuery, type HomeSection, homeSections, withPage } from "./home-query.ts";

export type HomeAction = Extract<CardAction, "approve" | "reject" | "cancel" | "confirm" | "object">;

/** One request in a list of somebody's home: all texts are raw, each surface escapes its own way. */
export interface HomeEntry extends Pick<Card, "requestId" | "digest" | "title" | "state" | "deadline"> {
  /** Where, how risky, and who asked. */
  readonly about: string;
  /** When it was asked for or, where it has ended, when that was. */
  readonly at: Date;
  /** What this reader may do about it besides reading it whole. */
  readonly actions: readonly HomeAction[];
}

export interface HomeList {
  readonly section: HomeSection;
  readonly title: string;
  readonly entries: readonly HomeEntry[];
  /** What is said instead of an empty list. */
  readonly otherwise: string;
  /** Which of how many these are; empty where they are all. */
  readonly range: string;
  /** Where the pages before and after it are. */
  readonly back: HomeQuery | undefined;
  readonly next: HomeQuery | undefined;
}

export interface HomeFilter {
  readonly key: "environment" | "operation";
  readonly label: string;
  /** The chosen one's value; empty for all. */
  readonly chosen: string;
  /** The first one, with an empty value, is for all. */
  readonly options: readonly { readonly text: string; readonly value: string }[];
}

/** What a person finds in their home on every chat: what waits for them, what is theirs, and what has ended lately. */
export interface Home {
  readonly query: HomeQuery;
  readonly asOf: Date;
  readonly filters: readonly HomeFilter[];
  readonly lists: readonly HomeList[];
}

/** The requests of one page, and of how many they are the page. */
export interface HomePage {
  readonly requests: readonly ApprovalRequest[];
  readonly total: number;
  /** Whether there may be more than the total: only so many are looked at. */
  readonly isWhole: boolean;
}

/** Small enough that all lists together stay within 100 blocks of Slack, and a card of Teams within 28 KB. */
export const homePageSizes = { waiting: 6, mine: 5, recent: 5 } as const satisfies Record<
  HomeSection,
  number
>;

const titles = {
  waiting: "Waiting for me",
  mine: "Mine",
  recent: "Recently ended",
} as const satisfies Record<HomeSection, string>;

const offered = {
  waiting: ["approve", "reject"],
  mine: ["cancel"],
  recent: ["confirm", "object"],
} as const satisfies Record<HomeSection, readonly HomeAction[]>;

const nothingThere = {
  waiting: "Nothing waits for you. What you may decide appears here, the most urgent first.",
  mine: "You have not asked for anything yet. New request begins it.",
  recent: "Nothing has ended within the last two weeks.",
} as const satisfies Record<HomeSection, string>;

/** What stands in one person's home as of now. Entries show what is true: who may not press a button does not see it. */
export function homeOf(
  query: HomeQuery,
  pages: Readonly<Record<HomeSection, HomePage>>,
  filters: readonly HomeFilter[],
  { reader, now }: { readonly reader: Person; readonly now: Date },
): Home {
  return {
    query,
    asOf: now,
    filters,
    lists: homeSections.map((section) => ({
      section,
      title: titles[section],
      entries: pages[section].requests.map((request) => entryOf(request, offered[section], reader, now)),
      otherwise: otherwiseOf(query, section),
      ...turningOf(query, section, pages[section]),
    })),
  };
}

function entryOf(
  request: ApprovalRequest,
  wanted: readonly HomeAction[],
  reader: Person,
  now: Date,
): HomeEntry {
  const { requestId, digest, state, deadline, actions } = cardOf(request, now);
  return {
    requestId,
    digest,
    title: titleOf(request),
    state,
    deadline,
    about: `${request.environment}, ${request.risk} risk · asked for by ${request.requestedBy.name}`,
    at: (isFinal(request) && request.statusHistory.at(-1)?.at) || request.requestedAt,
    actions: wanted.filter((one) => actions.includes(one) && mayPress(one, request, reader, now)),
  };
}

function otherwiseOf({ environment, operation, pages }: HomeQuery, section: HomeSection): string {
  if (environment !== "" || operation !== "") return "Nothing here matches the filters.";
  return pages[section] > 0 ? "There is nothing on this page any more." : nothingThere[section];
}

function turningOf(
  query: HomeQuery,
  section: HomeSection,
  { requests, total, isWhole }: HomePage,
): Pick<HomeList, "range" | "back" | "next"> {
  const page = query.pages[section];
  const size = homePageSizes[section];
  const first = page * size + 1;
  const isAll = page === 0 && total <= size && isWhole;
  const of = isWhole ? String(total) : `more than ${total}`;
  return {
    range: isAll || requests.length === 0 ? "" : `${first} to ${first + requests.length - 1} of ${of}`,
    back: page > 0 ? withPage(query, section, page - 1) : undefined,
    next: total > (page + 1) * size ? withPage(query, section, page + 1) : undefined,
  };
}
