import { describe, expect, test } from "vitest";
import { cancel } from "../../../src/core/transitions/cancel.ts";
import { accepted, anna, ben, cleo, dora, hoursLater, requestIn } from "../sample-requests.ts";

const now = hoursLater(3);

describe("cancel", () => {
  test.each(["pending", "escalated", "approved", "scheduled"] as const)(
    "takes back a request that is %s",
    (status) => {
      const { request, event } = accepted(cancel(requestIn(status), { by: anna, surface: "teams" }, now));

      expect(request.status).toBe("cancelled");
      expect(event).toMatchObject({ kind: "cancelled", actor: anna.id, details: { surface: "teams" } });
    },
  );

  test.each(["approved", "scheduled"] as const)("stops for an approver a request that is %s", (status) => {
    const { request, event } = accepted(cancel(requestIn(status), { by: cleo, surface: "slack" }, now));

    expect(request.status).toBe("cancelled");
    expect(event).toMatchObject({ kind: "cancelled", actor: cleo.id });
  });

  test("stops it for whom an escalation called, who decided", () => {
    const approved = requestIn("approved");
    const escalated = { ...approved, decisions: approved.decisions.map((one) => ({ ...one, by: dora })) };

    expect(cancel(escalated, { by: dora, surface: "slack" }, now).ok).toBe(true);
  });

  test.each([
    ["an approver of an open request, who rejects it instead", "pending", ben, false],
    ["somebody who has no say", "pending", dora, false],
    ["somebody who has no say, once it is approved", "approved", dora, true],
    ["somebody who has no say, once it runs", "executing", dora, true],
  ] as const)("refuses %s", (_who, status, by, isDecided) => {
    const result = cancel(requestIn(status), { by, surface: "slack" }, now);

    expect(result).toStrictEqual({
      ok: false,
      error: { kind: "not-yours-to-cancel", requester: anna.id, isDecided },
    });
  });

  test.each([anna, ben])("refuses once it runs, for $name", (by) => {
    const result = cancel(requestIn("executing"), { by, surface: "slack" }, now);

    const error = { kind: "wrong-status", action: "cancelled", status: "executing" };
    expect(result).toStrictEqual({ ok: false, error });
  });

  test.each(["executed", "failed", "rejected", "cancelled", "expired"] as const)(
    "refuses a request that is %s",
    (status) => {
      const result = cancel(requestIn(status), { by: anna, surface: "slack" }, now);

      expect(result).toMatchObject({ ok: false, error: { kind: "already-resolved", status } });
    },
  );
});
