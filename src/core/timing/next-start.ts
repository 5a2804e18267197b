import { type Freeze, freezeAt, freezeName } from "./freeze.ts";
import { plannedText } from "./moment-text.ts";
import type { OpeningHours } from "./opening.ts";

/** What a start has to keep to. */
export interface StartRules {
  /** Not before that; at once where nothing is said. */
  readonly notBefore?: Date | undefined;
  /** Inside all of them. */
  readonly windows: readonly OpeningHours[];
  /** Inside none of them. */
  readonly freezes: readonly Freeze[];
}

/** The first moment at which it may start; nothing where there is none in sight. */
export interface NextStart {
  readonly at: Date;
  /** What it waits for, for people to read. */
  readonly why: readonly string[];
  readonly isFrozen: boolean;
}

/** Each step goes past a window's opening or a freeze's end, so that windows which never meet come to an end. */
const mostSteps = 500;

/** The first moment from now on that lies in every window and in no freeze; now itself when it does. */
export function nextStart({ notBefore, windows, freezes }: StartRules, now: Date): NextStart | undefined {
  const why = new Set<string>();
  let isFrozen = false;
  let at = notBefore && notBefore > now ? notBefore : now;
  for (let step = 1; step <= mostSteps; step += 1) {
    const moment = at;
    const freeze = freezeAt(freezes, moment);
    if (freeze) {
      why.add(`after the freeze ${freezeName(freeze)} until ${plannedText(freeze.to)}`);
      isFrozen = true;
      at = freeze.to;
      continue;
    }
    const openings = windows.map((window) => ({ window, opening: window.nextOpening(moment) }));
    if (openings.some(({ opening }) => !opening)) return undefined;
    const closed = openings.find(({ opening }) => opening && opening.from > moment);
    if (!closed?.opening) return { at, why: [...why], isFrozen };
    why.add(`in the ${closed.window.label}`);
    at = closed.opening.from;
  }
  return undefined;
}
