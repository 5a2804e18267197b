import { describe, expect, test } from "vitest";
import { cancel } from "../../../src/core/transitions/cancel.ts";
import { accepted, anna, ben, hoursLater, requestIn } from "../sample-requests.ts";

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

  test("refuses anybody but the requester, whatever the status", () => {
    const result = cancel(requestIn("pending"), { by: ben, surface: "slack" }, now);

    expect(result).toStrictEqual({ ok: false, error: { kind: "not-yours-to-cancel", requester: anna.id } });
  });

  test("refuses once it runs", () => {
    const result = cancel(requestIn("executing"), { by: anna, surface: "slack" }, now);

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
