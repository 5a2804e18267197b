import { describe, expect, test } from "vitest";
import { dueAt } from "../../src/core/due-at.ts";
import { isFinal, isOpen, requestIdSchema, statuses } from "../../src/core/request.ts";
import { progress } from "../../src/core/transitions/run.ts";
import { approversOf } from "../../src/core/who-decides.ts";
import { accepted, anna, ben, cleo, dora, expiresAt, hoursLater, requestIn } from "./sample-requests.ts";

const daysLater = (from: Date, count: number) => new Date(from.getTime() + count * 86_400_000);

const minutes = (from: Date, count: number) => new Date(from.getTime() + count * 60_000);

describe("a request id", () => {
  test.each([" REQ-0123456789 ", "req-0123456789"])("is read however a person types it: %j", (typed) => {
    expect(requestIdSchema.parse(typed)).toBe("req-0123456789");
  });

  test.each(["req-012345678", "req-01234567890", "req-012345678l", "req-012345678u", "0123456789", ""])(
    "is not %j",
    (typed) => {
      expect(requestIdSchema.safeParse(typed).success).toBe(false);
    },
  );
});

describe("a request's status", () => {
  test("is open while it can be decided, and final when nothing moves it any more", () => {
    expect(statuses.filter((status) => isOpen(requestIn(status)))).toStrictEqual(["pending", "escalated"]);
    expect(statuses.filter((status) => isFinal(requestIn(status)))).toStrictEqual([
      "executed",
      "failed",
      "rejected",
      "cancelled",
      "expired",
    ]);
  });
});

describe("approversOf", () => {
  test("holds the escalation approvers only once the request is escalated", () => {
    expect(approversOf(requestIn("pending"))).toStrictEqual([anna.id, ben.id, cleo.id]);
    expect(approversOf(requestIn("escalated"))).toStrictEqual([anna.id, ben.id, cleo.id, dora.id]);
  });
});

describe("dueAt", () => {
  const claimedAt = hoursLater(3);
  const endedAt = hoursLater(4);

  test.each([
    { status: "pending", due: expiresAt },
    { status: "escalated", due: expiresAt },
    { status: "approved", due: minutes(hoursLater(2), 2) },
    { status: "scheduled", due: hoursLater(12) },
    { status: "executing", due: minutes(claimedAt, 3) },
    { status: "executed", due: daysLater(endedAt, 90) },
    { status: "failed", due: daysLater(endedAt, 90) },
    { status: "rejected", due: daysLater(hoursLater(1), 90) },
    { status: "cancelled", due: daysLater(hoursLater(1), 90) },
    { status: "expired", due: daysLater(expiresAt, 90) },
  ] as const)("is $due for a request that is $status", ({ status, due }) => {
    expect(dueAt(requestIn(status))).toStrictEqual(due);
  });

  test("moves on with each step that a run records", () => {
    const at = hoursLater(5);

    const { request } = accepted(progress(requestIn("executing"), { text: "creating" }, at));

    expect(dueAt(request)).toStrictEqual(minutes(at, 2));
  });

  test("counts from the asking where the history says nothing", () => {
    const request = { ...requestIn("approved"), statusHistory: [] };

    expect(dueAt(request)).toStrictEqual(minutes(request.requestedAt, 2));
  });
});
