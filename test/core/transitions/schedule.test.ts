import { describe, expect, test } from "vitest";
import { statuses } from "../../../src/core/request.ts";
import { schedule } from "../../../src/core/transitions/schedule.ts";
import { accepted, hoursLater, requestIn } from "../sample-requests.ts";

const now = hoursLater(3);

describe("schedule", () => {
  test("notes when an approved request will start", () => {
    const startAt = hoursLater(12);

    const { request, event } = accepted(schedule(requestIn("approved"), { startAt }, now));

    expect(request).toMatchObject({ status: "scheduled", startAt });
    expect(event).toMatchObject({ kind: "scheduled", details: { start_at: startAt.toISOString() } });
  });

  test.each([hoursLater(2), now])("refuses a start that is not in the future (%s)", (startAt) => {
    const result = schedule(requestIn("approved"), { startAt }, now);

    expect(result).toStrictEqual({ ok: false, error: { kind: "not-due", at: now } });
  });

  test("sets it anew for a scheduled one, and says what has come between", () => {
    const scheduled = requestIn("scheduled");
    const startAt = hoursLater(40);

    const { request, event } = accepted(
      schedule(scheduled, { startAt, why: "after the freeze sales", isHeld: true }, hoursLater(12)),
    );

    expect(request).toMatchObject({ status: "scheduled", startAt });
    expect(request.statusHistory).toStrictEqual(scheduled.statusHistory);
    expect(event.details).toStrictEqual({
      start_at: startAt.toISOString(),
      why: "after the freeze sales",
      is_held: true,
    });
  });

  test("refuses the time that it is scheduled for already, as a second one finds it", () => {
    const startAt = hoursLater(12);

    const result = schedule(requestIn("scheduled"), { startAt }, now);

    expect(result).toStrictEqual({ ok: false, error: { kind: "not-due", at: startAt } });
  });

  const others = statuses.filter((status) => status !== "approved" && status !== "scheduled");
  test.each(others)("refuses a request that is %s", (status) => {
    const result = schedule(requestIn(status), { startAt: hoursLater(200) }, now);

    expect(result).toStrictEqual({ ok: false, error: { kind: "wrong-status", action: "scheduled", status } });
  });
});
