import { expect, test } from "vitest";
import { requestIdSchema, statuses } from "../../../src/core/request.ts";
import { queue } from "../../../src/core/transitions/queue.ts";
import { accepted, hoursLater, requestIn } from "../sample-requests.ts";

const behind = requestIdSchema.parse("req-zzzzzzzzzz");
const queued = { turn: "account#region#instance#orders", behind, ahead: 2, target: "orders" } as const;

test.each(["approved", "scheduled"] as const)(
  "a request that is %s waits, and stays what it is",
  (status) => {
    const { request, event } = accepted(queue(requestIn(status), queued, hoursLater(12)));

    expect(request).toMatchObject({ status, waitsFor: behind, turn: queued.turn });
    expect(event).toMatchObject({
      kind: "queued",
      actor: "system:run",
      details: { waits_for: behind, ahead: 2, target: "orders" },
    });
  },
);

test("a scheduled request waits for nobody before its time", () => {
  const result = queue(requestIn("scheduled"), queued, hoursLater(11));

  expect(result).toStrictEqual({ ok: false, error: { kind: "not-due", at: hoursLater(12) } });
});

test.each(statuses.filter((status) => status !== "approved" && status !== "scheduled"))(
  "a request that is %s waits for nobody",
  (status) => {
    const result = queue(requestIn(status), queued, hoursLater(12));

    expect(result).toStrictEqual({ ok: false, error: { kind: "wrong-status", action: "started", status } });
  },
);
