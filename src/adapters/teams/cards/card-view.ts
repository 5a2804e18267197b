import type { Card } from "../../../core/card.ts";
import type { CardAction } from "../../../core/card-actions.ts";
import type { HomeQuery } from "../../../core/home/home-query.ts";
import type { LimitWindow } from "./decide-button.ts";
import type { Filled } from "./form-elements.ts";

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
  /** What an approval can be limited to; nothing where there is nothing to limit. */
  readonly limitWindows?: readonly LimitWindow[] | undefined;
  /** What their home showed that they have opened it from: there is a way back. */
  readonly home?: HomeQuery | undefined;
  /** What they had entered, when their press did not count. */
  readonly filled?: Filled | undefined;
}

/** What nobody's press needs to be allowed for. */
const everybodys: ReadonlySet<CardAction> = new Set(["revert", "refresh", "details"]);

/** The view that everybody shares: what some alone may press is for their own. */
export function sharedView({ actions }: Pick<Card, "actions">, viewers: readonly string[]): CardView {
  const shared = actions.filter((action) => everybodys.has(action));
  return { actions: shared, viewers, hasMore: actions.length > shared.length };
}
