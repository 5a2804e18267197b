import { describe, expect, test } from "vitest";
import { escalate } from "../../../src/core/transitions/escalate.ts";
import { approversOf } from "../../../src/core/who-decides.ts";
import { accepted, anna, ben, cleo, dora, expiresAt, hoursLater, requestIn } from "../sample-requests.ts";

const now = hoursLater(1);

describe("escalate", () => {
  test("adds the escalation approvers, each once, to those who may decide", () => {
    const { request, event } = accepted(escalate(requestIn("pending"), now));

    expect(request.status).toBe("escalated");
    expect(approversOf(request)).toStrictEqual([anna.id, ben.id, cleo.id, dora.id]);
    expect(event).toMatchObject({
      kind: "escalated",
      actor: "system:schedule",
      details: { approvers: [anna.id, dora.id] },
    });
  });

  test.each([
    {
      status: "escalated",
      at: now,
      error: { kind: "wrong-status", action: "escalated", status: "escalated" },
    },
    { status: "pending", at: expiresAt, error: { kind: "expired", at: expiresAt } },
    { status: "approved", at: now, error: { kind: "already-resolved", status: "approved" } },
    { status: "rejected", at: now, error: { kind: "already-resolved", status: "rejected" } },
  ] as const)("refuses a request that is $status with $error.kind", ({ status, at, error }) => {
    expect(escalate(requestIn(status), at)).toMatchObject({ ok: false, error });
  });
});
