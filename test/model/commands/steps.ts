import type { World } from "../world/world.ts";
import type { Act } from "./act.ts";
import type { StepOf } from "./anybody.ts";
import { type arrival, toArriveAct } from "./arrive.ts";
import { type ask, toAskAct } from "./ask.ts";
import { type cancel, toCancelAct } from "./cancel.ts";
import { type decide, toDecideAct } from "./decide.ts";
import { type delegate, toDelegateAct } from "./delegate.ts";
import { type deliver, toDeliverAct } from "./deliver.ts";
import { type drift, makeDrift } from "./drift.ts";
import { type keepTime, toScheduleAct } from "./keep-time.ts";
import { type lookAtLink, toLookAct } from "./look-at-link.ts";
import { letPass, type pass } from "./pass.ts";
import { type pause, pauseWorkflow, type stopping, stopWorkflow } from "./pause.ts";
import { type poll, toPollAct } from "./poll.ts";
import { type publish, toPublishAct } from "./publish.ts";
import { type race, raceActs } from "./race.ts";
import { type refresh, toRefreshAct } from "./refresh.ts";
import { type review, toReviewAct } from "./review.ts";
import { type subscribe, toSubscribeAct } from "./subscribe.ts";
import { toTriggerAct, type trigger } from "./trigger.ts";

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
