import { describe, expect, test } from "vitest";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import { recordPreflight } from "../../../src/core/transitions/record-preflight.ts";
import {
  accepted,
  askedAt,
  changesTo,
  driftedChange,
  hoursLater,
  otherDigest,
  requestIn,
} from "../sample-requests.ts";

const now = hoursLater(3);
const reading = {
  asOf: askedAt,
  covers: 1,
  facts: [{ label: "Now", value: "available" }],
  unread: ["CloudWatch"],
  outage: { kind: "minutes", source: "https://docs.aws.amazon.com/page.html" },
};

describe("recording the pre-flight", () => {
  test.each(["pending", "escalated", "approved", "scheduled"] as const)(
    "keeps it with a request that is %s, and puts what people could see into the record",
    (status) => {
      const before = requestIn(status);

      const change = accepted(recordPreflight(before, { ...reading, readFor: before.digest }, now));

      expect(change.request).toStrictEqual({
        ...before,
        version: before.version + 1,
        chainEnd: change.request.chainEnd,
        preflight: { reading },
      });
      expect(change.event).toMatchObject({
        kind: "preflight-read",
        actor: "system:preflight",
        status,
        details: {
          as_of: askedAt.toISOString(),
          covers: 1,
          facts: reading.facts,
          unread: ["CloudWatch"],
          outage: reading.outage,
        },
      });
      const events = [...changesTo[status](), change].map(({ event }) => event);
      expect(findBrokenLink(events)).toBeUndefined();
    },
  );

  test.each(["executing", "executed", "failed", "rejected", "cancelled", "expired"] as const)(
    "is refused once the request is %s",
    (status) => {
      const request = requestIn(status);

      const result = recordPreflight(request, { ...reading, readFor: request.digest }, now);

      expect(result).toStrictEqual({ ok: false, error: { kind: "wrong-status", action: "read", status } });
    },
  );

  test("is refused when another one that answers as much came first, and taken when it answers more", () => {
    const before = requestIn("approved");
    const readFor = before.digest;
    const once = accepted(recordPreflight(before, { ...reading, covers: 2, readFor }, now)).request;

    const kinds = [1, 2, 3].map((covers) => {
      const result = recordPreflight(once, { ...reading, covers, readFor }, now);
      return result.ok ? "taken" : result.error.kind;
    });

    expect(kinds).toStrictEqual(["preflight-recent", "preflight-recent", "taken"]);
  });

  test("is refused when it was read for what the request stood for before a drift", () => {
    const before = requestIn("approved");
    const { request } = driftedChange(now);

    const results = [before.digest, otherDigest].map((readFor) =>
      recordPreflight(request, { ...reading, readFor }, now),
    );

    for (const result of results) {
      expect(result).toStrictEqual({ ok: false, error: { kind: "changed-since-seen" } });
    }
  });
});
