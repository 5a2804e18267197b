import { describe, expect, test } from "vitest";
import { expire } from "../../../src/core/transitions/expire.ts";
import { accepted, expiresAt, hoursLater, requestIn } from "../sample-requests.ts";

describe("expire", () => {
  test.each(["pending", "escalated"] as const)("ends a request that is %s from its expiry on", (status) => {
    const { request, event } = accepted(expire(requestIn(status), expiresAt));

    expect(request.status).toBe("expired");
    expect(event).toMatchObject({ kind: "expired", actor: "system:schedule", at: expiresAt, details: {} });
  });

  test("refuses a millisecond too early", () => {
    const result = expire(requestIn("pending"), new Date(expiresAt.getTime() - 1));

    expect(result).toStrictEqual({ ok: false, error: { kind: "not-due", at: expiresAt } });
  });

  test.each(["approved", "scheduled", "executing", "executed", "rejected", "expired"] as const)(
    "refuses a request that is %s",
    (status) => {
      const result = expire(requestIn(status), hoursLater(100));

      expect(result).toMatchObject({ ok: false, error: { kind: "already-resolved", status } });
    },
  );
});
