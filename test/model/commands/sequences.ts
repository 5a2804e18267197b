import fc from "fast-check";
import { arrival } from "./arrive.ts";
import { ask, emergency } from "./ask.ts";
import { cancel } from "./cancel.ts";
import { decide } from "./decide.ts";
import { delegate } from "./delegate.ts";
import { deliver } from "./deliver.ts";
import { drift } from "./drift.ts";
import { keepTime } from "./keep-time.ts";
import { lookAtLink } from "./look-at-link.ts";
import { pass } from "./pass.ts";
import { pause, stopping } from "./pause.ts";
import { poll } from "./poll.ts";
import { publish } from "./publish.ts";
import { race } from "./race.ts";
import { refresh } from "./refresh.ts";
import { review } from "./review.ts";
import type { Step } from "./steps.ts";
import { subscribe } from "./subscribe.ts";
import { trigger } from "./trigger.ts";

type Weighted = { readonly weight: number; readonly arbitrary: fc.Arbitrary<Step> };

/** What happens whatever was asked for. */
const usual: readonly Weighted[] = [
  { weight: 11, arbitrary: decide },
  { weight: 2, arbitrary: arrival },
  { weight: 1, arbitrary: cancel },
  { weight: 2, arbitrary: publish },
  { weight: 5, arbitrary: deliver },
  { weight: 1, arbitrary: keepTime },
  { weight: 1, arbitrary: pass },
  { weight: 1, arbitrary: delegate },
  { weight: 2, arbitrary: race },
];

const ofDatabases: readonly Weighted[] = [
  ...usual,
  { weight: 2, arbitrary: ask },
  { weight: 1, arbitrary: lookAtLink },
  { weight: 1, arbitrary: drift },
  { weight: 1, arbitrary: review },
];

/** One of those who may decide does so. */
const decision = decide.map(
  (step): Step => ({ ...step, by: "lena", which: 0, door: "api", comment: "not now", life: undefined }),
);

const aWhile = fc.constant<Step>({ kind: "schedule", afterMinutes: 5, life: undefined });

type Beginning = readonly [weight: number, ...steps: fc.Arbitrary<Step>[]];

/** Sequences of one subject: each with what leads to its rarer steps, and then so many that are drawn. */
function about(most: number, beginnings: readonly Beginning[], steps: readonly Weighted[]) {
  const first = fc.oneof(...beginnings.map(([weight, ...all]) => ({ weight, arbitrary: fc.tuple(...all) })));
  const rest = fc.array(fc.oneof(...steps), { minLength: 1, maxLength: most, size: "max" });
  return fc.tuple(first, rest).map(([one, others]): readonly Step[] => [...one, ...others]);
}

const databases = about(
  9,
  [
    [10, ask],
    [1, emergency, arrival, aWhile, arrival, review],
    [2, ask, aWhile, delegate, aWhile],
    [1, ask, arrival, lookAtLink],
  ],
  ofDatabases,
);

const premises = about(
  9,
  [
    [1, trigger],
    [3, trigger, decision, arrival, poll],
  ],
  [
    ...usual,
    { weight: 2, arbitrary: trigger },
    { weight: 9, arbitrary: poll },
    { weight: 3, arbitrary: cancel },
  ],
);

const workflows = about(
  9,
  [
    [1, pause, arrival],
    [2, pause, arrival, decision, publish, deliver],
  ],
  [
    ...usual,
    { weight: 6, arbitrary: deliver },
    { weight: 2, arbitrary: pause },
    { weight: 1, arbitrary: stopping },
  ],
);

/** Each event costs them as much as all other notifiers together. */
const receivers = about(6, [[1, subscribe, ask]], [...ofDatabases, { weight: 1, arbitrary: subscribe }]);

const readings = about(6, [[1, ask, arrival, refresh]], [...ofDatabases, { weight: 4, arbitrary: refresh }]);

/** Nothing happens before something is asked for, so each begins with that. */
export const sequences = fc.oneof(
  { weight: 12, arbitrary: databases },
  { weight: 3, arbitrary: premises },
  { weight: 3, arbitrary: workflows },
  { weight: 1, arbitrary: receivers },
  { weight: 1, arbitrary: readings },
);
