/** A part of a card's body, as the Adaptive Cards schema names it. */
export interface CardElement {
  readonly type: string;
  readonly [property: string]: unknown;
}

export interface CardButton {
  readonly type: "Action.Execute" | "Action.Submit" | "Action.ShowCard" | "Action.OpenUrl";
  readonly title: string;
  readonly [property: string]: unknown;
}

/** The newest version that Teams draws on every client: learn.microsoft.com, "Types of cards". */
const version = "1.5";

/** Teams takes cards of up to 28 KB on every road that one goes. */
const mostBytes = 28 * 1024;

export interface AdaptiveCard {
  readonly type: "AdaptiveCard";
  readonly version: typeof version;
  readonly body: readonly CardElement[];
  readonly actions?: readonly CardButton[];
  readonly refresh?: object;
  readonly msteams?: { readonly width: "Full" };
}

export interface CardParts {
  readonly body: readonly CardElement[];
  readonly actions?: readonly CardButton[];
  readonly refresh?: object | undefined;
}

export function adaptiveCard({ body, actions = [], refresh }: CardParts): AdaptiveCard {
  return {
    type: "AdaptiveCard",
    version,
    body,
    ...(actions.length > 0 && { actions }),
    ...(refresh && { refresh }),
    msteams: { width: "Full" },
  };
}

/** How long texts and lists may be: each step is a half of the one before, the first whole. */
export type Scale = 1 | 0.5 | 0.25 | 0.125 | 0.0625 | 0.03125;

const scales: readonly Scale[] = [1, 0.5, 0.25, 0.125, 0.0625, 0.03125];

/**
 * The card at the largest scale at which it stays within Teams' limit, so that what is long is shortened before anything is
 * left out. At the smallest one no card of ours comes near it, whatever it holds.
 */
export function fittingCard(make: (scale: Scale) => AdaptiveCard): AdaptiveCard {
  return firstFittingCard(scales, make);
}

/** The card at the first of the steps at which it stays within Teams' limit. */
export function firstFittingCard<Step>(
  steps: readonly Step[],
  make: (step: Step) => AdaptiveCard,
): AdaptiveCard {
  for (const step of steps) {
    const card = make(step);
    if (Buffer.byteLength(JSON.stringify(card), "utf8") <= mostBytes) return card;
  }
  throw new RangeError("A card of the smallest scale does not fit");
}
