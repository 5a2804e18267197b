import { describe, expect, test } from "vitest";
import { threadLineOf } from "../../src/core/announcement.ts";
import { requesterNoticeOf } from "../../src/core/personal-notice.ts";
import type { Status } from "../../src/core/request.ts";
import type { PartEnd } from "../../src/core/run.ts";
import { askAgain } from "../../src/core/transitions/ask-again.ts";
import type { Change } from "../../src/core/transitions/change.ts";
import { create } from "../../src/core/transitions/create.ts";
import { createPart } from "../../src/core/transitions/create-part.ts";
import { decide } from "../../src/core/transitions/decide.ts";
import { noteRefusal } from "../../src/core/transitions/note-refusal.ts";
import { complete, fail, progress, resume } from "../../src/core/transitions/run.ts";
import { endPart, startParts } from "../../src/core/transitions/run-parts.ts";
import { schedule } from "../../src/core/transitions/schedule.ts";
import { bulkIntent, claimedBulk } from "./bulk/sample-bulk.ts";
import {
  accepted,
  approval,
  askedAgain,
  askedAt,
  askedFor,
  ben,
  changesTo,
  cleo,
  costOf,
  driftedChange,
  hoursLater,
  last,
  otto,
  pending,
  rejection,
  requestIn,
  runTimes,
  snapshotIntent,
} from "./sample-requests.ts";

const now = hoursLater(5);
const subject = "Snapshot orders-prod (req-0123456789)";

const lastOf = (status: Status) => last(changesTo[status]());
const step = (percent?: number) =>
  accepted(progress(requestIn("executing"), { text: "creating", percent }, now));
const timeout = () =>
  accepted(fail(requestIn("executing"), { result: "timeout", facts: [], guidance: "Look there." }, now));
const atNight = { ...snapshotIntent, start: { kind: "window", name: "night" } } as const;
const scheduledFor = (why: string, isHeld = false) =>
  accepted(schedule(requestIn("scheduled"), { startAt: hoursLater(36), why, isHeld }, now));
const refused = () => {
  const refusal = { kind: "not-an-approver", groups: [] } as const;
  const note = noteRefusal(pending(), { refusal, by: otto, surface: "slack", attempt: "approve" }, now);
  if (!note) throw new Error("was not noted");
  return note;
};

const begun = accepted(startParts(claimedBulk(bulkIntent(3)), now));
const partEnd = (result: PartEnd["result"], guidance: string) =>
  accepted(endPart(begun.request, { index: 1, result, guidance, durationSeconds: 41 }, now));

describe("the thread's line", () => {
  test.each<[string, Change, string, string]>([
    ["a claim", lastOf("executing"), "Started.", "running"],
    [
      "a resumed run",
      accepted(resume(requestIn("executing"), runTimes, now)),
      "Resumed after an interruption.",
      "running",
    ],
    ["a step with its percentage", step(40), "▰▰▰▰▱▱▱▱▱▱ 40 % · creating", "running"],
    ["a step without one", step(), "creating", "running"],
    ["a good end", lastOf("executed"), "Done after 60 min.\nSnapshot: arn:snapshot", "good"],
    ["a bad end", lastOf("failed"), "Failed after 60 min.\nAsk again.", "bad"],
    ["a timeout", timeout(), "Timed out after 2 h.\nLook there.", "bad"],
    ["a cancellation", lastOf("cancelled"), "Cancelled by anna@acme.example.", "over"],
    ["an escalation", lastOf("escalated"), "Escalated: more people may decide now.", "waiting"],
    ["a schedule", lastOf("scheduled"), "Scheduled for Mon 2 Mar 2026 22:00 UTC.", "good"],
    [
      "a schedule in a window",
      scheduledFor("in the window night"),
      "Scheduled for Tue 3 Mar 2026 22:00 UTC, in the window night.",
      "good",
    ],
    [
      "a start that is held",
      scheduledFor("after the freeze sales until Tue 3 Mar 2026 22:00 UTC", true),
      "Held: scheduled for Tue 3 Mar 2026 22:00 UTC, after the freeze sales until Tue 3 Mar 2026 22:00 UTC.",
      "waiting",
    ],
    [
      "a target that has changed",
      driftedChange(now),
      "The database has changed since this was approved. Nothing was done.\nclass: db.r6g.xlarge → db.r6g.2xlarge\nIt needs approval again: 2 approvals.",
      "waiting",
    ],
    [
      "a target that has changed where nobody is asked",
      accepted(askAgain(pending({ approvals: 0 }), askedAgain(), now)),
      "The database has changed since this was approved. Nothing was done.\nclass: db.r6g.xlarge → db.r6g.2xlarge\nIt needs no approval and goes on with what is there now.",
      "good",
    ],
    ["instances that start", begun, "dev-1, dev-2: started.", "running"],
    ["one that is done", partEnd("available", ""), "dev-2: done after 41 s.", "good"],
    ["one that failed", partEnd("failed", "Look there."), "dev-2: failed: Look there.", "bad"],
    ["one that was too slow", partEnd("timeout", "Look."), "dev-2: timed out after 41 s: Look.", "bad"],
    ["one that did not start", partEnd("not-started", "Too late."), "dev-2: not started: Too late.", "bad"],
  ])("tells of %s", (_what, { event }, text, tone) => {
    expect(threadLineOf(event)).toStrictEqual({ text, tone });
  });

  test.each<[string, Change]>([
    ["the asking", lastOf("pending")],
    ["an approval", lastOf("approved")],
    ["a rejection", lastOf("rejected")],
    ["an expiry", lastOf("expired")],
    ["a noted refusal", refused()],
  ])("says nothing of %s, which the card shows or nobody needs", (_what, { event }) => {
    expect(threadLineOf(event)).toBeUndefined();
  });
});

describe("the requester's notice", () => {
  test.each<[string, Change, string, string]>([
    [
      "the asking",
      lastOf("pending"),
      `${subject} was sent to its approvers; it needs 2 approvals.`,
      "waiting",
    ],
    [
      "an asking that needs no approval",
      accepted(create(askedFor({ approvals: 0 }), askedAt)),
      `${subject} needs no approval and is about to start.`,
      "good",
    ],
    [
      "an asking that needs no approval, but has its time",
      accepted(create(askedFor({ approvals: 0 }, { intent: atNight }), askedAt)),
      `${subject} needs no approval.`,
      "good",
    ],
    [
      "a schedule",
      scheduledFor("in the window night"),
      `${subject}: Scheduled for Tue 3 Mar 2026 22:00 UTC, in the window night.`,
      "good",
    ],
    [
      "an approval with a comment",
      accepted(decide(pending(), approval(ben, { comment: "go" }), now)),
      `Ben approved ${subject}, 1 of 2: “go”`,
      "good",
    ],
    ["the last approval", lastOf("approved"), `Cleo approved ${subject}, 2 of 2`, "good"],
    [
      "a rejection",
      accepted(decide(pending(), rejection(cleo), now)),
      `Cleo rejected ${subject}: “not today”`,
      "bad",
    ],
    [
      "an expiry",
      lastOf("expired"),
      `${subject} expired with 0 of 2 approvals. Ask again if it is still needed.`,
      "over",
    ],
    [
      "a target that has changed",
      driftedChange(now),
      `${subject}: The database has changed since this was approved. Nothing was done.\nclass: db.r6g.xlarge → db.r6g.2xlarge\nIt needs approval again: 2 approvals.`,
      "waiting",
    ],
    ["a good end", lastOf("executed"), `${subject}: Done after 60 min.\nSnapshot: arn:snapshot`, "good"],
    ["a bad end", lastOf("failed"), `${subject}: Failed after 60 min.\nAsk again.`, "bad"],
  ])("tells of %s", (_what, { event, request }, text, tone) => {
    expect(requesterNoticeOf(event, request)).toStrictEqual({ text, tone });
  });

  test("names the decider by address where the request does not show the decision yet", () => {
    const { event } = accepted(decide(pending(), approval(ben), now));

    expect(requesterNoticeOf(event, pending())?.text).toBe(`ben@acme.example approved ${subject}, 1 of 2`);
  });

  test.each<[string, Change]>([
    ["an escalation", lastOf("escalated")],
    ["their own cancellation", lastOf("cancelled")],
    ["a claim", lastOf("executing")],
    ["a step", step(40)],
    ["a noted refusal", refused()],
  ])("leaves out %s", (_what, { event, request }) => {
    expect(requesterNoticeOf(event, request)).toBeUndefined();
  });
});

test("the end of a run tells the thread and the requester what it costs, beside the estimate", () => {
  const executing = { ...requestIn("executing"), estimatedCost: costOf(182.5) };
  const actual = { change: costOf(182.5), waitsForMaintenance: true };
  const { request, event } = accepted(complete(executing, [], hoursLater(4), { actualCost: actual }));

  const line = threadLineOf(event);
  const notice = requesterNoticeOf(event, request);

  const cost =
    "Cost: +$182.50 a month from the maintenance window on (estimated +$182.50; list prices of 2026-11-01)";
  expect(line?.text).toBe(`Done after 60 min.\n${cost}`);
  expect(notice?.text).toContain(cost);
});

test("the requester is told nothing of one instance of a bulk request", () => {
  const part = createPart(begun.request, 0, now);
  if (!part) throw new Error("there is no part");

  expect(requesterNoticeOf(part.event, part.request)).toBeUndefined();
});
