import { describe, expect, test } from "vitest";
import { heldBack, nextStepOf } from "../../src/core/asking-times.ts";
import { dueAt } from "../../src/core/due-at.ts";
import type { QuietHours } from "../../src/core/policy-terms.ts";
import { type ApprovalRequest, isOpen, type OpenRequest } from "../../src/core/request.ts";
import { askAgain } from "../../src/core/transitions/ask-again.ts";
import { decide } from "../../src/core/transitions/decide.ts";
import { escalate } from "../../src/core/transitions/escalate.ts";
import { remind } from "../../src/core/transitions/remind.ts";
import { claim } from "../../src/core/transitions/run.ts";
import { approversOf } from "../../src/core/who-decides.ts";
import {
  accepted,
  approval,
  askedAgain,
  ben,
  cleo,
  dora,
  expiresAt,
  hoursLater,
  otto,
  pending,
  runTimes,
} from "./sample-requests.ts";

const timed = {
  reminders: { afterSeconds: 7200, backOff: 2, atMost: 3 },
  escalation: [
    { afterSeconds: 4 * 3600, groups: ["leads"], approvers: [dora.id] },
    { afterSeconds: 20 * 3600, groups: ["owners"], approvers: [otto.id] },
  ],
} as const;

/** Asked at ten in the morning: quiet from two hours later on. */
const quiet: QuietHours = {
  window: { days: ["mon"], from: "12:00", to: "17:00", time_zone: "UTC" },
  hold: ["reminders"],
};

function open(request: ApprovalRequest): OpenRequest {
  if (!isOpen(request)) throw new Error(`is ${request.status}`);
  return request;
}

describe("an asking", () => {
  test("is reminded of ever more seldom, calls more people step by step, and ends", () => {
    const told: string[] = [];
    let request = open(pending(timed));
    for (let next = nextStepOf(request); next.kind !== "expire"; next = nextStepOf(request)) {
      told.push(`${next.kind} ${(next.at.getTime() - hoursLater(0).getTime()) / 3_600_000} h`);
      expect(dueAt(request)).toEqual(next.at);
      request = open(accepted({ remind, escalate }[next.kind](request, next.at)).request);
    }

    expect(told).toEqual(["remind 2 h", "escalate 4 h", "remind 6 h", "remind 14 h", "escalate 20 h"]);
    expect(nextStepOf(request).at).toEqual(expiresAt);
    expect(approversOf(request)).toEqual(expect.arrayContaining([ben.id, cleo.id, dora.id, otto.id]));
  });

  test("lets each step of escalation call its own people and no more", () => {
    const { request, event } = accepted(escalate(pending(timed), hoursLater(4)));

    expect(approversOf(request)).toContain(dora.id);
    expect(approversOf(request)).not.toContain(otto.id);
    expect(event).toMatchObject({
      kind: "escalated",
      details: { groups: ["leads"], approvers: [dora.id], step: 1, steps: 2 },
    });
  });

  test.each([
    ["a reminder", remind, 2],
    ["a step of escalation", escalate, 4],
  ])("refuses %s before it is due, and a second one at once", (_what, transition, hours) => {
    const first = accepted(transition(pending(timed), hoursLater(hours))).request;

    expect(transition(pending(timed), hoursLater(hours - 1))).toMatchObject({ error: { kind: "not-due" } });
    expect(transition(first, hoursLater(hours))).toMatchObject({ error: { kind: "not-due" } });
  });

  test("has no step of escalation after the last one", () => {
    const once = accepted(escalate(pending(timed), hoursLater(4))).request;
    const twice = accepted(escalate(once, hoursLater(20))).request;

    expect(escalate(twice, hoursLater(30))).toMatchObject({ error: { kind: "wrong-status" } });
  });

  test("makes one reminder of all that came due while nobody looked", () => {
    const { request, event } = accepted(remind(pending(timed), hoursLater(10)));

    expect(request.remindersOver).toBe(2);
    expect(event).toMatchObject({ kind: "reminded", status: "pending", details: { reminder: 2 } });
    expect(remind(request, hoursLater(10))).toMatchObject({ error: { kind: "not-due" } });
  });

  test("that begins anew after a drift has all its times anew", () => {
    const reminded = accepted(remind(pending(timed), hoursLater(2))).request;
    const half = accepted(decide(reminded, approval(ben), hoursLater(3))).request;
    const approved = accepted(decide(half, approval(cleo), hoursLater(3))).request;

    const again = open(accepted(askAgain(approved, askedAgain(), hoursLater(5))).request);

    expect(claim(approved, runTimes, hoursLater(5)).ok).toBe(true);
    expect(nextStepOf(again)).toEqual({ kind: "remind", at: hoursLater(7) });
  });
});

describe("quiet hours", () => {
  test("put a reminder off to their end, and nothing else", () => {
    const request = open(pending({ ...timed, quietHours: quiet }));
    const escalatesFirst = nextStepOf(request);
    const escalated = open(accepted(escalate(request, escalatesFirst.at)).request);

    expect(escalatesFirst).toEqual({ kind: "escalate", at: hoursLater(4) });
    expect(nextStepOf(escalated)).toEqual({ kind: "remind", at: hoursLater(7) });
  });

  test("put an escalation off, too, where the policy says so", () => {
    const hold = { ...quiet, hold: ["reminders", "escalation"] } as const;

    expect(nextStepOf(open(pending({ ...timed, quietHours: hold }))).at).toEqual(hoursLater(7));
  });

  test.each([
    ["before them", "2026-03-02T11:59:59Z", "2026-03-02T11:59:59.000Z"],
    ["at their beginning", "2026-03-02T12:00:00Z", "2026-03-02T17:00:00.000Z"],
    ["in them", "2026-03-02T16:59:59Z", "2026-03-02T17:00:00.000Z"],
    ["at their end", "2026-03-02T17:00:00Z", "2026-03-02T17:00:00.000Z"],
    ["on another day", "2026-03-03T13:00:00Z", "2026-03-03T13:00:00.000Z"],
  ])("move a moment %s to where it may be", (_when, at, expected) => {
    expect(heldBack(quiet, "reminders", new Date(at)).toISOString()).toBe(expected);
  });

  test.each([
    ["on its first day", "2026-03-07T10:00:00Z", "2026-03-09T00:00:00.000Z"],
    ["between its days", "2026-03-08T00:00:00Z", "2026-03-09T00:00:00.000Z"],
    ["just before it", "2026-03-06T23:59:59Z", "2026-03-06T23:59:59.000Z"],
  ])("of a weekend are one: a moment %s", (_when, at, expected) => {
    const weekend: QuietHours = {
      ...quiet,
      window: { days: ["sat", "sun"], from: "00:00", to: "24:00", time_zone: "UTC" },
    };

    expect(heldBack(weekend, "reminders", new Date(at)).toISOString()).toBe(expected);
  });

  test("that a stored request has around the clock hold nothing for ever", () => {
    const window = {
      days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
      from: "00:00",
      to: "24:00",
      time_zone: "UTC",
    } as const;

    const at = heldBack(
      { ...quiet, window: { ...window, days: [...window.days] } },
      "reminders",
      hoursLater(0),
    );

    expect(at.toISOString()).toBe("2026-03-09T00:00:00.000Z");
  });
});
