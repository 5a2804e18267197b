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

function approves(by: Name, decision: "approve" | "reject" = "approve"): Step {
  return {
    kind: "decide",
    by,
    which: 0,
    decision,
    door: "api",
    comment: decision === "reject" ? "not now" : "",
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

const arrives: Step = { kind: "arrive" };

function triggers(wish: Extract<Step, { kind: "trigger" }>["wish"], cause = 0): Step {
  return { kind: "trigger", wish, cause, life };
}

type Poll = Extract<Step, { kind: "poll" }>;

function polls(isDoubled: boolean, { poller = "machine-room-1", life }: Partial<Poll> = {}): Step {
  return { kind: "poll", poller, message: 0, isDoubled, beats: true, life };
}

function pauses(onReject: "decision" | "failure"): Step {
  const usual = { timeoutSeconds: undefined, heartbeatSeconds: undefined } as const;
  return { kind: "pause", onReject, approver: "any", ...usual };
}

/** Somebody's parser stumbles over approvals. */
const stumbles: Step = {
  kind: "subscribe",
  events: [],
  refuses: 5,
  only: "approved",
  answers: "500",
  life,
};

const refreshes: Step = { kind: "refresh", by: "tom", which: 0, door: "slack", life };

/** Everything that is on its way arrives, and a run comes to its end. */
const runs: readonly Step[] = Array.from({ length: 4 }, () => [arrives, passes(5)]).flat();

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
  [
    "nobody approves after the end, though the schedule has not ended it",
    [asks("dana", "staging-reboot"), { kind: "pass", minutes: 24 * 60 }, approves("lena")],
    ["pending"],
    [],
  ],
  [
    "an action on the premises runs once, though its decision comes twice and its cause, too",
    [
      ...[triggers("restart"), triggers("restart"), approves("lena"), arrives, polls(true)],
      ...[arrives, passes(1), polls(false)],
    ],
    ["executed"],
    ["sent", "claimed", "progressed", "completed"],
  ],
  [
    "an action whose poller has died over it is not begun again",
    [triggers("restart"), approves("lena"), arrives, polls(false, { life: { calls: 5, end: "before" } })],
    ["failed"],
    ["claimed", "failed"],
  ],
  [
    "an end that a poller has noted before its death is told, though another one meets the decision after its time",
    [
      ...[triggers("restart"), approves("lena"), arrives],
      ...[polls(false, { life: { calls: 6, end: "before" } }), passes(24 * 60)],
      polls(false, { poller: "machine-room-2" }),
    ],
    ["executed"],
    ["claimed", "completed"],
  ],
  [
    "an action that fails on the premises, and one that no poller knows, have failed",
    [
      ...[triggers("restart-broken"), approves("lena"), triggers("ping", 1)],
      ...[arrives, polls(false), polls(false)],
    ],
    ["failed", "failed"],
    ["failed", "failed"],
  ],
  [
    "an action that no poller takes in its time is over",
    [triggers("restart"), approves("marco"), arrives, passes(60), passes(4 * 60)],
    ["expired"],
    ["poller-looked", "expired"],
  ],
  [
    "a workflow goes on with what was decided",
    [pauses("failure"), arrives, approves("lena"), ...runs],
    ["executed"],
    ["claimed", "completed"],
  ],
  [
    "a workflow is told that it was rejected",
    [pauses("failure"), arrives, approves("marco", "reject"), ...runs],
    ["rejected"],
    ["workflow-told"],
  ],
  [
    "a request whose workflow was stopped is closed",
    [pauses("decision"), arrives, { kind: "stop-workflow" }, passes(5)],
    ["cancelled"],
    ["cancelled"],
  ],
  [
    "a program that stumbles over one event is told of all",
    [stumbles, asks("dana", "staging-reboot"), approves("lena"), ...runs],
    ["executed"],
    ["completed"],
  ],
  [
    "a database is read when its request is made, and again when somebody asks for it",
    [asks("dana", "prod-class"), arrives, refreshes],
    ["pending"],
    ["preflight-asked", "preflight-read"],
  ],
])("%s", async (_, steps, statuses, kinds) => {
  const played = await play(lane, steps);

  expect(played.statuses).toEqual(statuses);
  expect(played.kinds.filter((kind) => kinds.includes(kind))).toEqual(kinds);
});
