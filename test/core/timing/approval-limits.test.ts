import { describe, expect, test } from "vitest";
import { threadLineOf } from "../../../src/core/announcement.ts";
import { cardOf } from "../../../src/core/card.ts";
import { decisionWay } from "../../../src/core/decision-way.ts";
import { digestOf } from "../../../src/core/intent.ts";
import { requesterNoticeOf } from "../../../src/core/personal-notice.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import type { ApprovalLimits } from "../../../src/core/timing/approval-limits.ts";
import { jointLimitsOf, jointLimitsText, limitsText } from "../../../src/core/timing/approval-limits.ts";
import { parseLimits } from "../../../src/core/timing/parse-limits.ts";
import { askAgain } from "../../../src/core/transitions/ask-again.ts";
import { create } from "../../../src/core/transitions/create.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { missStart } from "../../../src/core/transitions/miss-start.ts";
import { claim } from "../../../src/core/transitions/run.ts";
import {
  accepted,
  approval,
  askedAgain,
  askedAt,
  askedFor,
  ben,
  cleo,
  expiresAt,
  hoursLater,
  pending,
  requestIn,
  runTimes,
  snapshotIntent,
} from "../sample-requests.ts";

const now = hoursLater(1);

function limited(request: ApprovalRequest, by: typeof ben, limits: ApprovalLimits, at = now) {
  return decide(request, approval(by, { limits, digest: request.digest }), at);
}

function approvedWith(one: ApprovalLimits, other: ApprovalLimits): ApprovalRequest {
  return accepted(limited(accepted(limited(pending(), ben, one)).request, cleo, other)).request;
}

describe("an approval with limits", () => {
  test("has them in the decision, its event, the thread and on the card", () => {
    const limits = { notBefore: hoursLater(5), window: "night" };
    const { request, event } = accepted(limited(pending(), ben, limits));

    expect(request.decisions[0]?.limits).toStrictEqual(limits);
    expect(event.details.limits).toStrictEqual({ not_before: hoursLater(5).toISOString(), window: "night" });
    const text = "not before Mon 2 Mar 2026 15:00 UTC, only in the window night";
    expect(threadLineOf(event)?.text).toBe(`Approved by ${ben.id}, ${text}.`);
    expect(cardOf(request, now).facts).toContainEqual({ label: "Approved only", value: text });
    expect(decisionWay({ surface: "email", limits })).toBe(` by mail, ${text}`);
  });

  test("leaves nothing behind where nothing is limited, nor at a rejection", () => {
    const free = accepted(limited(pending(), ben, {})).request;
    const rejected = decide(
      pending(),
      approval(ben, { kind: "reject", comment: "no", limits: { notBefore: hoursLater(5) } }),
      now,
    );

    expect(free.decisions[0]).not.toHaveProperty("limits");
    expect(accepted(rejected).request.decisions[0]).not.toHaveProperty("limits");
  });

  test("that has an end leaves no longer to decide than that", () => {
    const { request } = accepted(limited(pending(), ben, { notAfter: hoursLater(6) }));
    const late = accepted(limited(pending(), ben, { notAfter: hoursLater(100) })).request;

    expect(request).toMatchObject({ expiresAt: hoursLater(6), unlimitedExpiresAt: expiresAt });
    expect(late).toMatchObject({ expiresAt });
    expect(decide(request, approval(cleo), hoursLater(6))).toMatchObject({ error: { kind: "expired" } });
  });

  test("gives the whole time back when it is asked for again", () => {
    const request = approvedWith({ notAfter: hoursLater(6) }, {});

    const again = accepted(askAgain(request, askedAgain(), hoursLater(3))).request;

    expect(again.expiresAt).toStrictEqual(hoursLater(75));
    expect(again.unlimitedExpiresAt).toBeUndefined();
    expect(jointLimitsOf(again)).toStrictEqual({ notBefore: undefined, notAfter: undefined, windows: [] });
  });

  test.each([
    ["ends before now", pending(), { notAfter: now }],
    [
      "ends before another's begins",
      accepted(limited(pending(), cleo, { notBefore: hoursLater(8) })).request,
      { notAfter: hoursLater(8) },
    ],
    [
      "ends before the start that was asked for",
      accepted(
        create(
          askedFor(
            {},
            { intent: { ...snapshotIntent, start: { kind: "at", at: hoursLater(9).toISOString() } } },
          ),
          askedAt,
        ),
      ).request,
      { notAfter: hoursLater(9) },
    ],
  ])("is refused where it %s", (_what, request, limits) => {
    expect(limited(request, ben, limits)).toMatchObject({ ok: false, error: { kind: "no-start-left" } });
  });

  test("is refused for what is done to no database", () => {
    const intent = { kind: "task", title: "Review", details: {} } as const;
    const task = accepted(create(askedFor({}, { intent }), askedAt)).request;

    expect(limited(task, ben, { window: "night" })).toMatchObject({ error: { kind: "unlimitable" } });
    expect(decide(task, approval(ben, { digest: digestOf(intent) }), now).ok).toBe(true);
  });
});

describe("the limits of all approvals", () => {
  test("count at once: the latest beginning, the earliest end, every window", () => {
    const request = approvedWith(
      { notBefore: hoursLater(2), notAfter: hoursLater(9), window: "night" },
      { notBefore: hoursLater(4), notAfter: hoursLater(8), window: "maintenance" },
    );

    const joint = jointLimitsOf(request);

    expect(joint).toStrictEqual({
      notBefore: hoursLater(4),
      notAfter: hoursLater(8),
      windows: ["night", "maintenance"],
    });
    expect(jointLimitsText(joint)).toBe(
      "not before Mon 2 Mar 2026 14:00 UTC, not after Mon 2 Mar 2026 18:00 UTC, only in the window night and in the maintenance window",
    );
    expect(limitsText()).toBe("");
  });

  test("bind the claim", () => {
    const request = approvedWith({ notBefore: hoursLater(4) }, { notAfter: hoursLater(8) });

    expect(claim(request, runTimes, hoursLater(3))).toMatchObject({ error: { kind: "not-due" } });
    expect(claim(request, runTimes, hoursLater(4)).ok).toBe(true);
    expect(claim(request, runTimes, hoursLater(8))).toStrictEqual({
      ok: false,
      error: { kind: "too-late", at: hoursLater(8) },
    });
  });
});

describe("once their end has passed", () => {
  const request = approvedWith({ notAfter: hoursLater(8) }, {});

  test("the request ends with what to do, and nothing was run", () => {
    const { request: over, event } = accepted(missStart(request, hoursLater(8)));

    expect(over).toMatchObject({ status: "expired" });
    expect(event).toMatchObject({ kind: "expired", details: { why: "not-after" } });
    const text =
      "It did not start in the time that its approvers have allowed (not after Mon 2 Mar 2026 18:00 UTC). Nothing was run. Ask again if it is still needed.";
    expect(threadLineOf(event)).toStrictEqual({ text, tone: "bad" });
    expect(requesterNoticeOf(event, over)?.text).toContain(text);
    expect(cardOf(over, hoursLater(8)).state.text).toBe(
      "Expired: it did not start in the approved time, nothing was run",
    );
  });

  test.each([
    ["before that", request, { kind: "not-due", at: hoursLater(8) }],
    ["without any", requestIn("approved"), { kind: "wrong-status" }],
    ["while it is open", pending(), { kind: "already-resolved" }],
  ])("and not %s", (_when, one, error) => {
    expect(missStart(one, hoursLater(7))).toMatchObject({ ok: false, error });
  });
});

describe("limits as people write them", () => {
  const windows = { night: { days: [], from: "22:00", to: "05:00", time_zone: "UTC" } };
  const read = (words: Parameters<typeof parseLimits>[0]) => parseLimits(words, { windows, now });

  test("are moments in UTC and the name of a window", () => {
    expect(
      read({ notBefore: "2026-03-02 15:00", notAfter: "2026-03-02T17:00+02:00", window: " Night " }),
    ).toStrictEqual({ ok: false, error: [{ parameter: "not_after", message: "it ends before it begins" }] });
    expect(
      read({ notBefore: "2026-03-02 15:00", notAfter: "2026-03-02T18:00Z", window: "Night" }),
    ).toStrictEqual({
      ok: true,
      value: { notBefore: hoursLater(5), notAfter: hoursLater(8), window: "night" },
    });
    expect(read({ window: "maintenance" })).toStrictEqual({ ok: true, value: { window: "maintenance" } });
  });

  test("are none where nothing is written", () => {
    expect(read({ notBefore: " ", window: "" })).toStrictEqual({ ok: true, value: undefined });
  });

  test.each([
    [{ notBefore: "soon" }, "not_before", '"soon" is not a moment'],
    [{ notBefore: "2026-03-02 10:00" }, "not_before", "that time has passed"],
    [{ notAfter: "2026-08-02 10:00" }, "not_after", "30 days ahead at most"],
    [{ window: "day" }, "window", 'there is no window "day", only maintenance, night'],
  ])("%j is refused", (words, parameter, message) => {
    expect(read(words)).toMatchObject({
      ok: false,
      error: [{ parameter, message: expect.stringContaining(message) }],
    });
  });
});
