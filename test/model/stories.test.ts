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

function asks(by: Name, wish: Extract<Step, { kind: "ask" }>["wish"]): Step {
  return { kind: "ask", by, wish, door: "api", life };
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

/** What the random sequences come to now and then, each once for sure: that it holds, and how it ends. */
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
    [],
  ],
])("%s", async (_, steps, statuses, kinds) => {
  const played = await play(lane, steps);

  expect(played.statuses).toEqual(statuses);
  expect(played.kinds).toEqual(expect.arrayContaining([...kinds]));
});
