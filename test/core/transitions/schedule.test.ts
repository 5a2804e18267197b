import { describe, expect, test } from "vitest";
import { statuses } from "../../../src/core/request.ts";
import { schedule } from "../../../src/core/transitions/schedule.ts";
import { accepted, hoursLater, requestIn } from "../sample-requests.ts";

const now = hoursLater(3);

describe("schedule", () => {
  test("notes when an approved request will start", () => {
    const startAt = hoursLater(12);

    const { request, event } = accepted(schedule(requestIn("approved"), startAt, now));

    expect(request).toMatchObject({ status: "scheduled", startAt });
    expect(event).toMatchObject({ kind: "scheduled", details: { start_at: startAt.toISOString() } });
  });

  test.each([hoursLater(2), now])("refuses a start that is not in the future (%s)", (startAt) => {
    const result = schedule(requestIn("approved"), startAt, now);

    expect(result).toStrictEqual({ ok: false, error: { kind: "not-due", at: now } });
  });

  test.each(statuses.filter((status) => status !== "approved"))("refuses a request that is %s", (status) => {
    const result = schedule(requestIn(status), hoursLater(200), now);

    expect(result).toStrictEqual({ ok: false, error: { kind: "wrong-status", action: "scheduled", status } });
  });
});
