import { afterAll, beforeAll, expect, test } from "vitest";
import type { Step } from "./commands/steps.ts";
import { play } from "./play.ts";
import { type Ground, type Lane, openLane, startGround } from "./world/lane.ts";
import type { Name } from "./world/model-policy.ts";

let ground: Ground;
let lane: Lane;
beforeAll(async () => {
  ground = await startGround();
  lane = await openLane(ground, "stories");
});
afterAll(async () => {
  await lane.close();
  await ground.stop();
});

const life = undefined;

function asks(by: Name, wish: Extract<Step, { kind: "ask" }>["asking"]["wish"]): Step {
  return { kind: "ask", asking: { by, wish }, door: "api", life };
}

function approves(by: Name): Step {
  return {
    kind: "decide",
    by,
    which: 0,
    decision: "approve",
    door: "api",
    comment: "",
    waits: false,
    life,
  };
}

function awayUntilTomorrow(of: Name, to: Name): Step {
  return { kind: "delegate", of, to, from: "", until: "tomorrow", isBack: false, door: "slack", life };
}

function passes(minutes: number): Step {
  return { kind: "schedule", afterMinutes: minutes, life };
}

function reviews(by: Name): Step {
  return { kind: "review", by, which: 0, verdict: "confirm", door: "slack", life };
}

/** Everything that is on its way arrives, and a run comes to its end. */
const runs: readonly Step[] = Array.from({ length: 4 }, () => [
  { kind: "arrive" } as const,
  passes(5),
]).flat();

/** What the random sequences come to now and then, each once for sure: how it ends, and how often what belongs to it has happened. */
test.each<[string, readonly Step[], readonly string[], readonly string[]]>([
  [
    "a stand-in decides for who is away, and those who are asked already are told",
    [
      asks("dana", "prod-snapshot"),
      passes(1),
      awayUntilTomorrow("tom", "olga"),
      passes(1),
      approves("olga"),
      approves("priya"),
    ],
    ["executed"],
    ["delegated"],
  ],
  [
    "who is away and their stand-in count once",
    [asks("dana", "prod-snapshot"), awayUntilTomorrow("tom", "olga"), approves("olga"), approves("tom")],
    ["pending"],
    ["approved"],
  ],
  [
    "nor does a stand-in decide once who is away has",
    [
      asks("dana", "prod-snapshot"),
      awayUntilTomorrow("tom", "olga"),
      approves("tom"),
      approves("olga"),
      approves("olga"),
    ],
    ["pending"],
    ["approved"],
  ],
  [
    "an emergency is done at once, and two people other than its requester review it",
    [
      asks("marco", "prod-emergency"),
      ...runs,
      reviews("marco"),
      reviews("priya"),
      reviews("priya"),
      reviews("dana"),
      reviews("lena"),
      reviews("tom"),
    ],
    ["executed"],
    ["reviewed", "reviewed"],
  ],
  [
    "a review that is overdue calls others, who may review it then",
    [asks("lena", "prod-emergency"), ...runs, reviews("olga"), passes(5 * 60), reviews("olga")],
    ["executed"],
    ["review-overdue", "reviewed"],
  ],
  [
    "who is not on call breaks no glass",
    [asks("priya", "prod-emergency"), asks("dana", "dev-snapshot")],
    ["executed"],
    [],
  ],
  [
    "a request for two instances is approved once, and each is done once",
    [asks("dana", "staging-both"), approves("lena"), ...runs],
    ["executed", "executed", "executed"],
    ["parts-started", "part-ended", "part-ended"],
  ],
])("%s", async (_, steps, statuses, kinds) => {
  const played = await play(lane, steps);

  expect(played.statuses).toEqual(statuses);
  expect(played.kinds.filter((kind) => kinds.includes(kind))).toEqual(kinds);
});
