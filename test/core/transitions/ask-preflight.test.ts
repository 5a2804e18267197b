import { describe, expect, test } from "vitest";
import { cardOf } from "../../../src/core/card.ts";
import { askPreflight } from "../../../src/core/transitions/ask-preflight.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { accepted, approval, ben, hoursLater, otto, requestIn } from "../sample-requests.ts";

const now = hoursLater(3);
const secondsLater = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const byOtto = { by: otto, surface: "slack" } as const;

describe("asking for the pre-flight", () => {
  test.each(["pending", "escalated", "approved", "scheduled"] as const)(
    "is anybody's while the request is %s, and changes neither digest nor decisions",
    (status) => {
      const before = requestIn(status);

      const { request, event } = accepted(askPreflight(before, byOtto, now));

      const asked = { at: now, by: otto.id, sequence: before.chainEnd.sequence + 1, times: 1 };
      expect(request).toStrictEqual({
        ...before,
        version: before.version + 1,
        chainEnd: request.chainEnd,
        preflight: { asked },
      });
      expect(event).toMatchObject({
        kind: "preflight-asked",
        actor: otto.id,
        status,
        sequence: asked.sequence,
        details: { surface: "slack" },
      });
    },
  );

  test.each(["executing", "executed", "failed", "rejected", "cancelled", "expired"] as const)(
    "is refused once the request is %s",
    (status) => {
      const result = askPreflight(requestIn(status), byOtto, now);

      expect(result).toStrictEqual({
        ok: false,
        error: { kind: "wrong-status", action: "refreshed", status },
      });
    },
  );

  test("is refused for 15 seconds after the last time, whoever that was, then counted on", () => {
    const once = accepted(askPreflight(requestIn("pending"), byOtto, now)).request;

    const early = askPreflight(once, { by: ben, surface: "slack" }, secondsLater(6));
    const later = accepted(askPreflight(once, { by: ben, surface: "slack" }, secondsLater(15)));

    expect(early).toStrictEqual({ ok: false, error: { kind: "preflight-recent", seconds: 9 } });
    expect(later.request.preflight?.asked).toMatchObject({ by: ben.id, times: 2 });
  });

  test("is refused where there is no database", () => {
    const intent = { kind: "task", title: "Close the books", details: {} } as const;

    const result = askPreflight({ ...requestIn("pending"), intent }, byOtto, now);

    expect(result).toMatchObject({ ok: false, error: { kind: "wrong-status" } });
  });

  test("does not make a form that was opened before outdated", () => {
    const asked = accepted(askPreflight(requestIn("pending"), byOtto, now)).request;

    const decided = accepted(decide(asked, approval(ben), now)).request;

    expect(cardOf(decided, now).state.text).toBe("Waiting for approval · 1 of 2");
  });
});
