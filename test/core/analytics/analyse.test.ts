import { expect, test } from "vitest";
import { analyse } from "../../../src/core/analytics/analyse.ts";
import { type Figures, figuresOf } from "../../../src/core/analytics/figures.ts";
import { periodOf } from "../../../src/core/analytics/period.ts";
import type { PersonId } from "../../../src/core/person.ts";
import type { ApprovalRequest, Status } from "../../../src/core/request.ts";
import {
  approved,
  ben,
  cleo,
  created,
  driftedFrom,
  after as later,
  roadsToEveryStatus,
} from "../../aws/dynamodb/sample-requests.ts";

const now = new Date("2026-03-10T15:00:00.000Z");
const members: Readonly<Record<string, readonly PersonId[]>> = { dba: [ben.id], leads: [cleo.id] };
const figures = (request: ApprovalRequest) => figuresOf(request, (group) => members[group] ?? [], now);
const figuresIn = (status: Status) => {
  const request = roadsToEveryStatus()[status].at(-1)?.request;
  if (!request) throw new Error(`no road leads to ${status}`);
  return figures(request);
};

/** Made from nothing in particular, asked for on a day of March. */
function figuresOn(day: number, given: Partial<Figures> = {}): Figures {
  const askedAt = new Date(Date.UTC(2026, 2, day, 9));
  return { ...figuresIn("approved"), waits: [], run: undefined, cost: undefined, askedAt, ...given };
}

test.each([
  ["pending", "open", undefined],
  ["escalated", "open", undefined],
  ["approved", "approved", 20],
  ["rejected", "rejected", 20],
  ["cancelled", "approved", 20],
  ["expired", "expired", undefined],
  ["executed", "approved", 20],
  ["failed", "approved", 20],
] as const)("a request that is %s was %s, after %s seconds of asking", (status, outcome, decisionSeconds) => {
  expect(figuresIn(status)).toMatchObject({ outcome, decisionSeconds });
});

test("what was asked for again after a drift is open again, and its time begins anew", () => {
  const once = approved(created().request, ben, later(10)).request;
  const { request } = driftedFrom(approved(once, cleo, later(20)).request);
  const third = approved(request, cleo, later(60)).request;

  expect(figures(request)).toMatchObject({
    outcome: "open",
    approvedBy: undefined,
    decisionSeconds: undefined,
  });
  expect(figures(approved(third, ben, later(90)).request)).toMatchObject({ decisionSeconds: 40 });
});

test("what nobody had to approve was approved by the policy, and no group was waited for", () => {
  const { requirement } = created().request;
  const { request } = created({ requirement: { ...requirement, approvals: 0 } });

  expect(figures(request)).toMatchObject({ approvedBy: "policy", decisionSeconds: undefined, waits: [] });
});

test("a group is waited for until the first of it answers, until it ends without them, or still", () => {
  const { requirement } = created().request;
  const asked = created({ requirement: { ...requirement, groups: ["dba", "leads"] } }).request;
  const once = approved(asked, ben, later(10)).request;
  const stillWaiting = (now.getTime() - later(0).getTime()) / 1000;

  const rejected = { ...once, statusHistory: [...once.statusHistory] };

  expect(figures(once).waits).toEqual([
    { group: "dba", seconds: 10, state: "answered" },
    { group: "leads", seconds: stillWaiting, state: "waiting" },
  ]);
  expect(
    figures({
      ...rejected,
      status: "cancelled",
      statusHistory: [...once.statusHistory, { status: "cancelled", at: later(30), by: ben.id }],
    }).waits[1],
  ).toEqual({ group: "leads", seconds: 30, state: "passed" });
});

test("a week has its seven days, an empty one among them, and leaves out what was asked for before", () => {
  const { trend, total } = analyse(
    [figuresOn(3), figuresOn(4), figuresOn(4, { outcome: "rejected" }), figuresOn(10, { outcome: "open" })],
    periodOf(7, now),
  );

  expect(trend.map(({ start, asked }) => [start.getUTCDate(), asked])).toEqual([
    [4, 2],
    [5, 0],
    [6, 0],
    [7, 0],
    [8, 0],
    [9, 0],
    [10, 1],
  ]);
  expect(total).toMatchObject({ asked: 3, approved: 1, rejected: 1, open: 1 });
});

test("ninety days are told by the week, each request in one of them", () => {
  const period = periodOf(90, now);
  const days = Array.from({ length: 90 }, (_, back) => figuresOn(10 - back));

  const { trend } = analyse(days, period);

  expect(trend.map(({ asked }) => asked)).toEqual([6, ...Array(12).fill(7)]);
  expect(trend[0]?.start).toEqual(period.from);
});

test("half and 95 in a hundred are values that were measured, by the nearest rank", () => {
  const seconds = Array.from({ length: 20 }, (_, index) => (index + 1) * 10);
  const some = seconds.map((decisionSeconds) => figuresOn(9, { decisionSeconds }));

  const { total } = analyse(some, periodOf(7, now));

  expect(total.decision).toEqual({ count: 20, half: 100, most: 190 });
  expect(analyse([], periodOf(7, now)).total.decision).toEqual({
    count: 0,
    half: undefined,
    most: undefined,
  });
});

test("the group that is waited for the longest comes first", () => {
  const wait = (group: string, seconds: number, state: "answered" | "waiting" | "passed" = "answered") => ({
    waits: [{ group, seconds, state }],
  });

  const { groups } = analyse(
    [
      figuresOn(9, wait("dba", 60)),
      figuresOn(9, { ...wait("leads", 900), isEscalated: true }),
      figuresOn(9, wait("leads", 500, "waiting")),
      figuresOn(9, wait("leads", 700, "passed")),
    ],
    periodOf(7, now),
  );

  expect(groups).toMatchObject([
    {
      group: "leads",
      asked: 3,
      answer: { half: 900 },
      waiting: 1,
      longestWaiting: 500,
      passed: 1,
      escalated: 1,
    },
    { group: "dba", asked: 1, answer: { half: 60 }, waiting: 0, longestWaiting: undefined },
  ]);
});

test("a bulk request is asked for once, and each of its instances is a run", () => {
  const run = (result: "available" | "failed" | "timeout", seconds: number) => ({
    isPart: true,
    run: { result, seconds },
  });

  const { operations, total } = analyse(
    [figuresOn(9), figuresOn(9, run("available", 60)), figuresOn(9, run("timeout", 300))],
    periodOf(7, now),
  );

  expect(total.asked).toBe(1);
  expect(operations).toMatchObject([
    {
      asked: 1,
      byPeople: 1,
      byPolicy: 0,
      succeeded: 1,
      failed: 0,
      timedOut: 1,
      duration: { half: 60, most: 300 },
    },
  ]);
});

test("only what is known on both sides is in the sums of a week's cost", () => {
  const { costs } = analyse(
    [
      figuresOn(9, { cost: { estimated: 80, actual: 95.5 } }),
      figuresOn(9, { cost: { estimated: -20, actual: -20 } }),
      figuresOn(9, { cost: { estimated: 500, actual: undefined } }),
      figuresOn(9),
    ],
    periodOf(7, now),
  );

  expect(costs).toMatchObject([{ done: 3, estimated: 60, actual: 75.5, unknown: 1 }]);
});
