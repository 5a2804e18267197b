import { expect, test } from "vitest";
import type { PreflightState } from "../../src/core/preflight.ts";
import { statuses } from "../../src/core/request.ts";
import { findShownPreflight } from "../../src/core/shown-preflight.ts";
import { askedAt, ben, driftedChange, hoursLater, pending, requestIn } from "./sample-requests.ts";

const facts = [{ label: "Now", value: "available" }];
const preflight: PreflightState = {
  asked: { at: hoursLater(2), by: ben.id, sequence: 9, times: 1 },
  reading: {
    asOf: askedAt,
    covers: 1,
    facts,
    unread: ["CloudWatch"],
    outage: { kind: "none", source: "page" },
  },
};

test("shows what was read, when, and that it is asked for again", () => {
  expect(findShownPreflight({ ...requestIn("pending"), preflight })).toStrictEqual({
    facts,
    unread: ["CloudWatch"],
    outage: { kind: "none", source: "page" },
    asOf: askedAt,
    askedAgain: hoursLater(2),
  });
});

test("says that it is not read yet", () => {
  expect(findShownPreflight(requestIn("pending"))).toMatchObject({ facts: [], asOf: undefined });
});

test("is shown until the run begins or the request is over", () => {
  const shown = statuses.filter((status) => findShownPreflight({ ...requestIn(status), preflight }));

  expect(shown).toStrictEqual(["pending", "escalated", "approved", "scheduled"]);
});

test("is left out where nobody decides, unless somebody asked for it", () => {
  const unasked = pending({ approvals: 0 });

  expect(findShownPreflight(unasked)).toBeUndefined();
  expect(findShownPreflight({ ...unasked, preflight })).toBeDefined();
});

test("is left out where there is no database", () => {
  const intent = { kind: "task", title: "Close the books", details: {} } as const;

  expect(findShownPreflight({ ...requestIn("pending"), intent })).toBeUndefined();
});

test("does not show after a drift what was read before it", () => {
  const { request } = driftedChange(hoursLater(3));

  expect(findShownPreflight(request)).toMatchObject({ asOf: undefined, facts: [] });
});
