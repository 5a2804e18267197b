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
import { publish, toPublishAct } from "./publish.ts";
import { choices, raceActs } from "./race.ts";
import { review, toReviewAct } from "./review.ts";

const racing = fc.oneof(
  { weight: 5, arbitrary: decide },
  { weight: 1, arbitrary: cancel },
  { weight: 1, arbitrary: delegate },
  { weight: 1, arbitrary: review },
  { weight: 1, arbitrary: publish },
  { weight: 4, arbitrary: deliver },
);

const race = fc.record({ kind: fc.constant("race" as const), first: racing, second: racing, choices });

/** One thing that happens. Plain data, so that it can be written down and read back. */
const step = fc.oneof(
  { weight: 2, arbitrary: ask },
  { weight: 11, arbitrary: decide },
  { weight: 2, arbitrary: arrival },
  { weight: 1, arbitrary: cancel },
  { weight: 1, arbitrary: lookAtLink },
  { weight: 2, arbitrary: publish },
  { weight: 5, arbitrary: deliver },
  { weight: 1, arbitrary: keepTime },
  { weight: 1, arbitrary: drift },
  { weight: 1, arbitrary: review },
  { weight: 1, arbitrary: delegate },
  { weight: 2, arbitrary: race },
);

export type Step = StepOf<typeof step>;

const aWhile = fc.constant<Step>({ kind: "schedule", afterMinutes: 5, life: undefined });

/** A sequence begins with a question, as nothing happens before there is one; and now and then with what leads to the rarer steps. */
const beginning: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 10, arbitrary: fc.tuple(ask) },
  { weight: 1, arbitrary: fc.tuple(emergency, arrival, aWhile, arrival, review) },
  { weight: 1, arbitrary: fc.tuple(ask, aWhile, delegate, aWhile) },
);

export const sequences = fc
  .tuple(beginning, fc.array(step, { minLength: 1, maxLength: 9, size: "max" }))
  .map(([first, rest]): readonly Step[] => [...first, ...rest]);

export async function perform(world: World, one: Step): Promise<void> {
  if (one.kind === "drift") return makeDrift(world, one);
  if (one.kind === "race") return raceActs(world, [toAct(one.first), toAct(one.second)], one.choices);
  await toAct(one)(world, 0);
}

function toAct(one: Exclude<Step, { kind: "drift" | "race" }>): Act {
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
    case "publish":
      return toPublishAct(one);
    case "deliver":
      return toDeliverAct(one);
    case "review":
      return toReviewAct(one);
    case "schedule":
      return toScheduleAct(one);
  }
}
