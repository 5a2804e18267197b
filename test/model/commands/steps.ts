import fc from "fast-check";
import type { World } from "../world/world.ts";
import type { Act } from "./act.ts";
import type { StepOf } from "./anybody.ts";
import { arrival, toArriveAct } from "./arrive.ts";
import { ask, emergency, toAskAct } from "./ask.ts";
import { cancel, toCancelAct } from "./cancel.ts";
import { decide, toDecideAct } from "./decide.ts";
import { delegate, toDelegateAct } from "./delegate.ts";
import { deliver, toDeliverAct } from "./deliver.ts";
import { drift, makeDrift } from "./drift.ts";
import { keepTime, toScheduleAct } from "./keep-time.ts";
import { lookAtLink, toLookAct } from "./look-at-link.ts";
import { letPass, pass } from "./pass.ts";
import { pause, pauseWorkflow, stopping, stopWorkflow } from "./pause.ts";
import { poll, toPollAct } from "./poll.ts";
import { publish, toPublishAct } from "./publish.ts";
import { choices, raceActs } from "./race.ts";
import { refresh, toRefreshAct } from "./refresh.ts";
import { review, toReviewAct } from "./review.ts";
import { subscribe, toSubscribeAct } from "./subscribe.ts";
import { toTriggerAct, trigger } from "./trigger.ts";

const racing = fc.oneof(
  { weight: 5, arbitrary: decide },
  { weight: 1, arbitrary: cancel },
  { weight: 1, arbitrary: delegate },
  { weight: 1, arbitrary: review },
  { weight: 1, arbitrary: publish },
  { weight: 4, arbitrary: deliver },
  { weight: 1, arbitrary: poll },
);

const race = fc.record({ kind: fc.constant("race" as const), first: racing, second: racing, choices });

/** One thing that happens. Plain data, so that it can be written down and read back. */
export type Step = StepOf<
  | typeof ask
  | typeof decide
  | typeof arrival
  | typeof cancel
  | typeof lookAtLink
  | typeof publish
  | typeof deliver
  | typeof keepTime
  | typeof pass
  | typeof drift
  | typeof review
  | typeof delegate
  | typeof race
  | typeof trigger
  | typeof poll
  | typeof pause
  | typeof stopping
  | typeof subscribe
  | typeof refresh
>;

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

/** Nothing happens before something is asked for, so each begins with that. */
export const sequences = fc.oneof(
  {
    weight: 12,
    arbitrary: about(
      9,
      [
        [10, ask],
        [1, emergency, arrival, aWhile, arrival, review],
        [1, ask, aWhile, delegate, aWhile],
      ],
      ofDatabases,
    ),
  },
  {
    weight: 3,
    arbitrary: about(
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
    ),
  },
  {
    weight: 3,
    arbitrary: about(
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
    ),
  },
  {
    weight: 1,
    arbitrary: about(6, [[1, subscribe, ask]], [...ofDatabases, { weight: 1, arbitrary: subscribe }]),
  },
  {
    weight: 1,
    arbitrary: about(6, [[1, ask, arrival, refresh]], [...ofDatabases, { weight: 4, arbitrary: refresh }]),
  },
);

export async function perform(world: World, one: Step): Promise<void> {
  switch (one.kind) {
    case "drift":
      return makeDrift(world, one);
    case "pass":
      return letPass(world, one);
    case "pause":
      return pauseWorkflow(world, one);
    case "stop-workflow":
      return stopWorkflow(world);
    case "race":
      return raceActs(world, [toAct(one.first), toAct(one.second)], one.choices);
    default:
      return toAct(one)(world, 0);
  }
}

function toAct(one: Exclude<Step, { kind: "drift" | "pass" | "pause" | "stop-workflow" | "race" }>): Act {
  switch (one.kind) {
    case "arrive":
      return toArriveAct();
    case "ask":
      return toAskAct(one);
    case "decide":
      return toDecideAct(one);
    case "cancel":
      return toCancelAct(one);
    case "delegate":
      return toDelegateAct(one);
    case "look-at-link":
      return toLookAct(one);
    case "poll":
      return toPollAct(one);
    case "publish":
      return toPublishAct(one);
    case "deliver":
      return toDeliverAct(one);
    case "refresh":
      return toRefreshAct(one);
    case "review":
      return toReviewAct(one);
    case "schedule":
      return toScheduleAct(one);
    case "subscribe":
      return toSubscribeAct(one);
    case "trigger":
      return toTriggerAct(one);
  }
}
