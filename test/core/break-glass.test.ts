import { describe, expect, test } from "vitest";
import { threadLineOf } from "../../src/core/announcement.ts";
import { reviewStateOf, skippedText } from "../../src/core/break-glass.ts";
import { breakGlassCallsOf } from "../../src/core/break-glass-calls.ts";
import { cardOf } from "../../src/core/card.ts";
import type { Review } from "../../src/core/decision.ts";
import { dueAt } from "../../src/core/due-at.ts";
import type { Person } from "../../src/core/person.ts";
import { requesterNoticeOf } from "../../src/core/personal-notice.ts";
import type { BreakGlassTerms } from "../../src/core/policy-terms.ts";
import type { ApprovalRequest } from "../../src/core/request.ts";
import { askAgain } from "../../src/core/transitions/ask-again.ts";
import { create } from "../../src/core/transitions/create.ts";
import { missReview } from "../../src/core/transitions/miss-review.ts";
import { mayReview, review } from "../../src/core/transitions/review.ts";
import { claim, complete, fail } from "../../src/core/transitions/run.ts";
import {
  accepted,
  anna,
  askedAgain,
  askedAt,
  askedFor,
  ben,
  cleo,
  dora,
  hoursLater,
  otto,
  requestIn,
  runTimes,
} from "./sample-requests.ts";

const breakGlass: BreakGlassTerms = {
  approvalsSkipped: 2,
  reviewers: [anna.id, ben.id, cleo.id],
  escalateTo: [dora.id],
  reviewWithinSeconds: 86_400,
  ignoresFreezes: true,
};

const born = accepted(create(askedFor({ approvals: 0, breakGlass }, { incident: "INC-123" }), askedAt));
const running = accepted(claim(born.request, runTimes, askedAt)).request;
const ended = accepted(complete(running, [], hoursLater(1)));
const done = ended.request;

function reviewed(request: ApprovalRequest, by: Person, changes: Partial<Review> = {}, at = hoursLater(2)) {
  return review(request, { verdict: "confirm", by, surface: "slack", comment: "", ...changes }, at);
}

describe("an emergency", () => {
  test("is approved at birth, with what it skips in its record", () => {
    expect(born.request.status).toBe("approved");
    expect(born.event.details).toMatchObject({
      incident: "INC-123",
      break_glass: { approvals_skipped: 2, review_within_seconds: 86_400 },
    });
    expect(skippedText(born.request.requirement)).toBe("2 approvals from dba-leads");
  });

  test("has a loud card until it is reviewed", () => {
    const at = (request: ApprovalRequest) => cardOf(request, hoursLater(2));
    const once = accepted(reviewed(done, ben)).request;
    const twice = accepted(reviewed(once, cleo)).request;

    expect(at(born.request)).toMatchObject({
      title: "BREAK-GLASS: Snapshot orders-prod",
      state: { text: "Starts now, without approval", tone: "bad" },
    });
    expect(at(born.request).facts).toContainEqual({ label: "Incident", value: "INC-123" });
    expect(at(running).state.tone).toBe("bad");
    expect(at(once)).toMatchObject({
      state: { text: "Done after 60 min · review 1 of 2, until Tue 3 Mar 2026 11:00 UTC", tone: "bad" },
      actions: ["confirm", "object"],
    });
    expect(at(twice)).toMatchObject({
      state: { text: "Done after 60 min · confirmed by Ben and Cleo", tone: "good" },
      actions: [],
    });
  });

  test("keeps running without approval when the database has changed meanwhile", () => {
    const again = accepted(askAgain(born.request, askedAgain({ raisedBy: ["more"] }), hoursLater(1))).request;

    expect(again).toMatchObject({ status: "approved", requirement: { approvals: 0, breakGlass } });
  });

  test("tells everyone who would have been asked, then the reviewers", () => {
    const calls = breakGlassCallsOf(done, [born.event, ended.event]);

    expect(calls.map(({ to, event }) => [to, event.kind])).toStrictEqual([
      [ben.id, "created"],
      [cleo.id, "created"],
      [ben.id, "completed"],
      [cleo.id, "completed"],
    ]);
    expect(calls[0]?.line).toMatchObject({
      text: expect.stringContaining(
        "runs now, without your approval: Anna (anna@acme.example) has broken the glass for the incident INC-123",
      ),
      tone: "bad",
    });
    expect(calls[2]?.line.text).toContain("`confirm req-0123456789`");
    expect(breakGlassCallsOf(requestIn("executed"), [ended.event])).toStrictEqual([]);
    expect(requesterNoticeOf(born.event, born.request)?.text).toContain("starts now, without approval");
  });
});

describe("its review", () => {
  test("takes two people, each once, and an objection stands out", () => {
    const first = accepted(reviewed(done, ben));
    const second = accepted(reviewed(first.request, cleo, { verdict: "object", comment: " Not urgent. " }));

    expect(second.event).toMatchObject({
      kind: "reviewed",
      actor: cleo.id,
      details: { verdict: "object", comment: "Not urgent.", reviews_received: 2, is_late: false },
    });
    expect(threadLineOf(first.event)).toMatchObject({
      tone: "good",
      text: expect.stringContaining("1 of 2 reviews"),
    });
    expect(threadLineOf(second.event)).toMatchObject({ tone: "bad" });
    expect(requesterNoticeOf(second.event, second.request)?.text).toContain(
      "Objected to by cleo@acme.example",
    );
    expect(cardOf(second.request, hoursLater(3)).state).toMatchObject({
      text: "Done after 60 min · objected to by Cleo",
      tone: "bad",
    });
    expect(cardOf(second.request, hoursLater(3)).facts).toContainEqual(
      expect.objectContaining({ label: "Objected to", value: expect.stringContaining("“Not urgent.”") }),
    );
  });

  test("an objection before the second review says how many there are", () => {
    const request = accepted(reviewed(done, ben, { verdict: "object", comment: "no" })).request;

    expect(cardOf(request, hoursLater(3)).state.text).toContain("objected to by Ben, 1 of 2 reviews");
  });

  test("is of what failed, too", () => {
    const failed = accepted(
      fail(running, { result: "failed", facts: [], guidance: "Ask again." }, hoursLater(1)),
    ).request;

    expect(mayReview(failed, ben).ok).toBe(true);
    expect(cardOf(failed, hoursLater(2)).actions).toStrictEqual(["confirm", "object"]);
  });

  const complete2 = accepted(reviewed(accepted(reviewed(done, ben)).request, cleo)).request;
  const overdue = accepted(missReview(done, hoursLater(25))).request;

  test.each([
    ["the requester's", done, anna, {}, { kind: "self-review" }],
    ["an outsider's", done, otto, {}, { kind: "not-a-reviewer" }],
    ["of those it is escalated to, before that", done, dora, {}, { kind: "not-a-reviewer" }],
    [
      "a second one by the same person",
      accepted(reviewed(done, ben)).request,
      ben,
      {},
      { kind: "already-reviewed", verdict: "confirm" },
    ],
    ["a third one", accepted(missReview(done, hoursLater(25))).request, otto, {}, { kind: "not-a-reviewer" }],
    [
      "of what is complete",
      { ...complete2, reviewOverdueSince: hoursLater(2) },
      dora,
      {},
      { kind: "review-complete" },
    ],
    [
      "an objection without a reason",
      done,
      ben,
      { verdict: "object" },
      { kind: "objection-reason-required" },
    ],
    ["too long a comment", done, ben, { comment: "x".repeat(2001) }, { kind: "text-too-long" }],
    ["of what still runs", running, ben, {}, { kind: "wrong-status" }],
    ["of what was no emergency", requestIn("executed"), ben, {}, { kind: "nothing-to-review" }],
  ] as const)("is refused: %s", (_what, request, by, changes, error) => {
    expect(reviewed(request, by, changes)).toMatchObject({ ok: false, error });
  });

  test("is overdue a day after the end, once, and then also of those it is escalated to", () => {
    const { event } = accepted(missReview(done, hoursLater(25)));

    expect(dueAt(done)).toStrictEqual(hoursLater(25));
    expect(event).toMatchObject({ kind: "review-overdue", details: { escalated_to: [dora.id] } });
    expect(threadLineOf(event)?.text).toBe("The review of this emergency is overdue: 0 of 2 reviews.");
    expect(cardOf(overdue, hoursLater(26)).state).toMatchObject({
      text: "Done after 60 min · REVIEW OVERDUE, 0 of 2 since Tue 3 Mar 2026 11:00 UTC",
      tone: "bad",
    });
    expect(breakGlassCallsOf(overdue, [event]).map(({ to }) => to)).toStrictEqual([ben.id, cleo.id, dora.id]);
    const late = accepted(reviewed(overdue, dora, {}, hoursLater(30)));
    expect(late.event.details).toMatchObject({ is_late: true });
    expect(breakGlassCallsOf(late.request, [event]).map(({ to }) => to)).toStrictEqual([ben.id, cleo.id]);
    expect(dueAt(overdue).getTime()).toBeGreaterThan(hoursLater(24 * 80).getTime());
  });

  test.each([
    ["too early", done, hoursLater(24.9), { kind: "not-due" }],
    ["twice", overdue, hoursLater(26), { kind: "wrong-status" }],
    ["when it is complete", complete2, hoursLater(26), { kind: "wrong-status" }],
    ["of what was no emergency", requestIn("executed"), hoursLater(99), { kind: "wrong-status" }],
  ])("is not called overdue %s", (_when, request, at, error) => {
    expect(missReview(request, at)).toMatchObject({ ok: false, error });
  });

  test("has no state before there is an end", () => {
    expect(reviewStateOf(running)).toBeUndefined();
  });
});
