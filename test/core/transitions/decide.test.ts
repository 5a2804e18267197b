import { describe, expect, test } from "vitest";
import { personIdSchema } from "../../../src/core/person.ts";
import { statuses } from "../../../src/core/request.ts";
import { longestText } from "../../../src/core/transitions/create.ts";
import { alreadyResolved, decide, mayDecide } from "../../../src/core/transitions/decide.ts";
import { approvedBy } from "../../../src/core/who-decides.ts";
import {
  accepted,
  anna,
  approval,
  ben,
  cleo,
  dora,
  expiresAt,
  hoursLater,
  otherDigest,
  otto,
  pending,
  rejection,
  requestIn,
} from "../sample-requests.ts";

const now = hoursLater(1);
const closed = statuses.filter((status) => status !== "pending" && status !== "escalated");

describe("approving", () => {
  test("keeps the request pending until the last approval that is needed", () => {
    const { request, event } = accepted(decide(pending(), approval(ben, { comment: " fine " }), now));

    expect(request).toMatchObject({ status: "pending", version: 2 });
    expect(request.decisions).toStrictEqual([
      { kind: "approve", by: ben, surface: "slack", at: now, comment: "fine" },
    ]);
    expect(event).toMatchObject({
      kind: "approved",
      status: "pending",
      actor: ben.id,
      details: {
        approvals_received: 1,
        approvals_required: 2,
        comment: "fine",
        digest: request.digest,
        surface: "slack",
      },
    });
  });

  test("approves the request with the last approval that is needed", () => {
    const halfway = accepted(decide(pending(), approval(ben), now)).request;

    const { request, event } = accepted(decide(halfway, approval(cleo), now));

    expect(request.status).toBe("approved");
    expect(approvedBy(request)).toStrictEqual([ben, cleo]);
    expect(request.statusHistory.at(-1)).toStrictEqual({ status: "approved", at: now, by: cleo.id });
    expect(event.details).toMatchObject({ approvals_received: 2 });
  });

  test("keeps an escalated request escalated until the last approval that is needed", () => {
    const { request } = accepted(decide(requestIn("escalated"), approval(dora), now));

    expect(request.status).toBe("escalated");
  });

  test("makes a comment with half a surrogate pair well-formed", () => {
    const { request } = accepted(decide(pending(), approval(ben, { comment: "\udc00 ok" }), now));

    expect(request.decisions[0]?.comment).toBe("\ufffd ok");
  });
});

describe("rejecting", () => {
  test("ends the request at once, even after an approval", () => {
    const halfway = accepted(decide(pending(), approval(ben), now)).request;

    const { request, event } = accepted(decide(halfway, rejection(cleo, "wrong week"), now));

    expect(request.status).toBe("rejected");
    expect(event).toMatchObject({
      kind: "rejected",
      actor: cleo.id,
      details: { comment: "wrong week", approvals_received: 1 },
    });
  });
});

describe("a decision is refused", () => {
  test.each([
    { what: "the requester's own", command: approval(anna), error: { kind: "self-approval" } },
    { what: "the requester's own rejection", command: rejection(anna), error: { kind: "self-approval" } },
    {
      what: "the requester's own under another spelling",
      command: approval({ id: personIdSchema.parse(" Anna@ACME.example "), name: "Not Anna" }),
      error: { kind: "self-approval" },
    },
    {
      what: "an outsider's",
      command: approval(otto),
      error: { kind: "not-an-approver", groups: ["dba-leads"] },
    },
    {
      what: "an escalation approver's before the escalation",
      command: approval(dora),
      error: { kind: "not-an-approver", groups: ["dba-leads"] },
    },
    {
      what: "one on something else than was seen",
      command: approval(ben, { digest: otherDigest }),
      error: { kind: "changed-since-seen" },
    },
    {
      what: "a rejection without a reason",
      command: rejection(ben, "  "),
      error: { kind: "reason-required" },
    },
    {
      what: "one with too long a comment",
      command: approval(ben, { comment: "x".repeat(longestText + 1) }),
      error: { kind: "text-too-long", field: "comment", limit: longestText },
    },
    {
      what: "one with too long a reason",
      command: rejection(ben, "x".repeat(longestText + 1)),
      error: { kind: "text-too-long", field: "reason", limit: longestText },
    },
  ])("when it is $what", ({ command, error }) => {
    expect(decide(pending(), command, now)).toStrictEqual({ ok: false, error });
  });

  test.each(["approve", "reject"] as const)("when the same person decided before, to %s again", (kind) => {
    const halfway = accepted(decide(pending(), approval(ben), now)).request;

    const again = decide(halfway, approval(ben, { kind, comment: "again", surface: "teams" }), now);

    expect(again).toStrictEqual({ ok: false, error: { kind: "already-decided", decision: "approve" } });
  });

  test("from the moment it expires on, and not a millisecond before", () => {
    const justBefore = new Date(expiresAt.getTime() - 1);

    expect(decide(pending(), approval(ben), justBefore).ok).toBe(true);
    expect(decide(pending(), approval(ben), expiresAt)).toStrictEqual({
      ok: false,
      error: { kind: "expired", at: expiresAt },
    });
  });

  test.each(closed)("when the request is %s", (status) => {
    const result = decide(requestIn(status), approval(ben), now);

    expect(result).toMatchObject({ ok: false, error: { kind: "already-resolved", status } });
  });
});

describe("mayDecide", () => {
  test("hands out the open request to one who may", () => {
    const request = pending();

    expect(mayDecide(request, ben, now)).toStrictEqual({ ok: true, value: request });
  });
});

describe("alreadyResolved", () => {
  test("names who ended the asking, and when", () => {
    expect(alreadyResolved(requestIn("approved"))).toStrictEqual({
      kind: "already-resolved",
      status: "approved",
      by: cleo.id,
      at: hoursLater(2),
    });
  });

  test("names the request itself where its history says nothing", () => {
    const request = { ...requestIn("expired"), statusHistory: [] };

    expect(alreadyResolved(request)).toMatchObject({ by: anna.id, at: request.requestedAt });
  });
});
