import { describe, expect, test } from "vitest";
import { cardOf } from "../../../src/core/card.ts";
import type { Start } from "../../../src/core/timing/start.ts";
import { describeStart } from "../../../src/core/timing/start-facts.ts";
import { create } from "../../../src/core/transitions/create.ts";
import { accepted, askedAt, askedFor, hoursLater, requestIn, snapshotIntent } from "../sample-requests.ts";
import { freezeOf, windowOf } from "./sample-windows.ts";

const at = hoursLater(12);

function requestFor(start: Start) {
  const { description } = askedFor();
  const facts = describeStart(start, context);
  return accepted(
    create(
      askedFor(
        {},
        {
          intent: { ...snapshotIntent, start },
          description: { ...description, facts: [...description.facts, ...facts] },
        },
      ),
      askedAt,
    ),
  ).request;
}

const context = { instanceId: "orders-prod", maintenanceWindow: { start: 8880, length: 30 } };

describe("what people read of a start", () => {
  test.each([
    ["at once: nothing", undefined, {}, []],
    [
      "its own window",
      { kind: "maintenance-window" },
      {},
      [{ label: "Starts", value: "in the maintenance window of orders-prod, Sun 04:00–04:30 UTC" }],
    ],
    [
      "its own window where nobody knows it",
      { kind: "maintenance-window" },
      { maintenanceWindow: undefined },
      [{ label: "Starts", value: "in the maintenance window of orders-prod" }],
    ],
    [
      "one of the policy's",
      { kind: "window", name: "night" },
      { policyWindow: windowOf({}) },
      [{ label: "Starts", value: "in the window night: every day 22:00–05:00 UTC" }],
    ],
    [
      "a freeze that will hold it",
      undefined,
      { freeze: freezeOf({ reason: "shop" }) },
      [{ label: "Held", value: "until Mon 30 Nov 2026 08:00 UTC by the freeze sales (shop)" }],
    ],
  ] as const)("%s", (_what, start, changes, facts) => {
    expect(describeStart(start, { ...context, ...changes })).toStrictEqual(facts);
  });
});

describe("a card", () => {
  test("says the window before what the operation says of itself", () => {
    const { facts } = cardOf(requestFor({ kind: "maintenance-window" }), askedAt);

    expect(facts.slice(0, 2)).toStrictEqual([
      { label: "Starts", value: "in the maintenance window of orders-prod, Sun 04:00–04:30 UTC" },
      { label: "Engine", value: "postgres 17.2" },
    ]);
  });

  test("gives a moment as one, for the reader's own time zone", () => {
    const { facts } = cardOf(requestFor({ kind: "at", at: at.toISOString() }), askedAt);

    expect(facts).toContainEqual({ label: "Starts", value: at });
  });

  test("says that it starts at once when the moment has passed while it waits to be approved", () => {
    const { facts } = cardOf(requestFor({ kind: "at", at: at.toISOString() }), at);

    expect(facts).toContainEqual({
      label: "Starts",
      value: "at once when it is approved: Mon 2 Mar 2026 22:00 UTC has passed",
    });
  });

  test("names the next start of what is scheduled", () => {
    const card = cardOf(requestIn("scheduled"), askedAt);

    expect(card.facts).toContainEqual({ label: "Next start", value: at });
    expect(card.state.text).toBe("Approved, scheduled for Mon 2 Mar 2026 22:00 UTC");
  });

  test("does not name the moment twice when it is scheduled for just that one", () => {
    const asked = requestFor({ kind: "at", at: at.toISOString() });

    const labelsAt = (startAt: Date) =>
      cardOf({ ...asked, status: "scheduled", startAt }, askedAt).facts.map(({ label }) => label);

    expect(labelsAt(at)).not.toContain("Next start");
    expect(labelsAt(hoursLater(13))).toContain("Next start");
  });

  test("does not say of what has its time that it is about to start", () => {
    const intent = { ...snapshotIntent, start: { kind: "maintenance-window" } } as const;
    const { request } = accepted(create(askedFor({ approvals: 0 }, { intent }), askedAt));

    expect(cardOf(request, askedAt).state.text).toBe("Approved, about to be scheduled");
  });
});
