import { describe, expect, test } from "vitest";
import { cardOf } from "../../src/core/card.ts";
import { requestIdSchema } from "../../src/core/request.ts";
import { decide } from "../../src/core/transitions/decide.ts";
import { claim, complete, fail, progress } from "../../src/core/transitions/run.ts";
import {
  accepted,
  approval,
  askedAt,
  ben,
  cleo,
  costOf,
  driftedChange,
  expiresAt,
  hoursLater,
  pending,
  requestIn,
  runTimes,
} from "./sample-requests.ts";

const now = hoursLater(6);

describe("a card", () => {
  test("shows what is asked for before at which risk, where, by whom, and who must agree", () => {
    const request = requestIn("pending");

    const card = cardOf(request, now);

    expect(card).toMatchObject({
      requestId: request.id,
      version: 1,
      title: "Snapshot orders-prod",
      effect: "Creates the snapshot before-migration of orders-prod.",
      justification: "The migration starts at ten.",
      changes: [],
      decisions: [],
      deadline: { at: expiresAt, left: "3 days left" },
      results: [],
      guidance: "",
    });
    expect(card.facts).toStrictEqual([
      { label: "Engine", value: "postgres 17.2" },
      { label: "Risk", value: "high: 2 approvals from dba-leads" },
      { label: "Environment", value: "production (tag Environment=production)" },
      { label: "Requested by", value: "Anna (anna@acme.example)" },
      { label: "Requested", value: askedAt },
      { label: "Policy rules", value: "production" },
    ]);
  });

  test("tells the account and region where there are several to tell apart", () => {
    const request = requestIn("pending");
    const place = "ledger (210987654321), eu-west-1";
    if (request.intent.kind !== "rds") throw new Error("the sample is no operation");

    const card = cardOf({ ...request, intent: { ...request.intent, place } }, now);

    expect(card.facts.slice(2, 4)).toStrictEqual([
      { label: "Environment", value: "production (tag Environment=production)" },
      { label: "Account", value: place },
    ]);
  });

  test.each([
    { status: "pending", tone: "waiting", text: "Waiting for approval · 0 of 2" },
    { status: "escalated", tone: "waiting", text: "Waiting for approval, escalated · 0 of 2" },
    { status: "approved", tone: "good", text: "Approved, about to start" },
    { status: "scheduled", tone: "good", text: "Approved, scheduled for Mon 2 Mar 2026 22:00 UTC" },
    { status: "executing", tone: "running", text: "Running" },
    { status: "executed", tone: "good", text: "Done after 60 min" },
    { status: "failed", tone: "bad", text: "Failed after 60 min" },
    { status: "rejected", tone: "bad", text: "Rejected by Ben" },
    { status: "cancelled", tone: "over", text: "Cancelled by Anna" },
    { status: "expired", tone: "over", text: "Expired with 0 of 2 approvals" },
  ] as const)("says of a request that is $status: $text", ({ status, tone, text }) => {
    expect(cardOf(requestIn(status), now).state).toStrictEqual({ text, tone });
  });

  test.each([
    { status: "pending", actions: ["approve", "reject", "cancel", "refresh"] },
    { status: "escalated", actions: ["approve", "reject", "cancel", "refresh"] },
    { status: "approved", actions: ["cancel", "refresh"] },
    { status: "scheduled", actions: ["cancel", "refresh"] },
    { status: "executing", actions: [] },
    { status: "executed", actions: [] },
    { status: "failed", actions: [] },
    { status: "rejected", actions: [] },
    { status: "cancelled", actions: [] },
    { status: "expired", actions: [] },
  ] as const)("offers $actions while it is $status", ({ status, actions }) => {
    expect(cardOf(requestIn(status), now).actions).toStrictEqual(actions);
  });

  test("says why the risk is raised", () => {
    const raised = pending({ raisedBy: ["pending changes are applied too"] });

    expect(cardOf(raised, now).facts).toContainEqual({
      label: "Risk",
      value: "high, raised: pending changes are applied too · 2 approvals from dba-leads",
    });
  });

  test("shows what has changed since it was approved, with its buttons, until it is approved again", () => {
    const { request } = driftedChange(now);
    const approveAgain = (by: typeof ben) => approval(by, { digest: request.digest });
    const once = accepted(decide(request, approveAgain(ben), now)).request;

    const cards = [request, once, accepted(decide(once, approveAgain(cleo), now)).request].map((one) =>
      cardOf(one, now),
    );

    const changes = [{ label: "class", value: "db.r6g.xlarge → db.r6g.2xlarge" }];
    expect(cards.map((card) => card.changes)).toStrictEqual([changes, changes, []]);
    expect(cards[0]).toMatchObject({
      state: { text: "Waiting for approval · 0 of 2" },
      decisions: [],
      deadline: { left: "3 days left" },
      actions: ["approve", "reject", "cancel", "refresh"],
    });
  });

  test("offers the way back once it is done, where there is one", () => {
    const inverse = { operation: "delete_snapshot", parameters: {} };

    const actions = (["approved", "executed", "failed"] as const).map(
      (status) => cardOf({ ...requestIn(status), inverse }, now).actions,
    );

    expect(actions).toStrictEqual([["cancel", "refresh"], ["revert"], []]);
  });

  test("names the request that it would undo", () => {
    const reverts = requestIdSchema.parse("req-zzzzzzzzzz");

    const { facts } = cardOf({ ...requestIn("pending"), reverts }, now);

    expect(facts).toContainEqual({ label: "Reverts", value: "req-zzzzzzzzzz" });
  });

  test("counts the approvals so far and shows each decision", () => {
    const { request } = accepted(decide(pending(), approval(ben, { comment: "fine" }), now));

    const card = cardOf(request, now);

    expect(card.state.text).toBe("Waiting for approval · 1 of 2");
    expect(card.decisions).toMatchObject([{ kind: "approve", by: ben, comment: "fine" }]);
  });

  test("says when the time is over though nobody has ended it yet", () => {
    expect(cardOf(requestIn("pending"), expiresAt).deadline).toStrictEqual({
      at: expiresAt,
      left: "time is over",
    });
  });

  test("says that the policy approved what needs no approval", () => {
    const card = cardOf(pending({ approvals: 0 }), now);

    expect(card.state.text).toBe("Approved by policy, about to start");
    expect(card.facts).toContainEqual({ label: "Risk", value: "high: no approval needed" });
  });

  test("names one approval and several groups in the words of a sentence", () => {
    const card = cardOf(pending({ approvals: 1, groups: ["dba-leads", "sre-oncall"] }), now);

    expect(card.facts).toContainEqual({
      label: "Risk",
      value: "high: 1 approval from dba-leads or sre-oncall",
    });
  });

  test.each([
    { percent: 40, text: "Running · ▰▰▰▰▱▱▱▱▱▱ 40 %" },
    { percent: undefined, text: "Running" },
  ])("shows the run's progress where it is known: $percent", ({ percent, text }) => {
    const { request } = accepted(progress(requestIn("executing"), { text: "creating", percent }, now));

    expect(cardOf(request, now).state.text).toBe(text);
  });

  test("shows what came of a run, and what to do when it failed", () => {
    expect(cardOf(requestIn("executed"), now)).toMatchObject({
      results: [{ label: "Snapshot", value: "arn:snapshot" }],
      guidance: "",
    });
    expect(cardOf(requestIn("failed"), now)).toMatchObject({
      results: [],
      guidance: expect.stringContaining("Ask"),
    });
  });

  test("says that a run timed out", () => {
    const { request } = accepted(claim(requestIn("approved"), runTimes, hoursLater(3)));
    const failure = { result: "timeout", facts: [], guidance: "Look at the console." } as const;

    const card = cardOf(accepted(fail(request, failure, hoursLater(5))).request, now);

    expect(card.state).toStrictEqual({ text: "Timed out after 2 h", tone: "bad" });
  });
});

describe("the cost on a card", () => {
  test("stands between the change and its risk", () => {
    const request = { ...requestIn("pending"), estimatedCost: costOf(182) };

    const { facts } = cardOf(request, now);

    expect(facts.slice(0, 3)).toEqual([
      { label: "Engine", value: "postgres 17.2" },
      { label: "Cost", value: "about +$182 a month (list prices of 2026-11-01)" },
      { label: "Risk", value: "high: 2 approvals from dba-leads" },
    ]);
  });

  test("that it came to stands among the results, beside the estimate", () => {
    const executing = { ...requestIn("executing"), estimatedCost: costOf(182.5) };
    const actual = { change: costOf(219), waitsForMaintenance: false };

    const { request } = accepted(
      complete(executing, [{ label: "Verified class", value: "x" }], now, { actualCost: actual }),
    );

    expect(cardOf(request, now).results).toEqual([
      { label: "Verified class", value: "x" },
      { label: "Cost", value: "+$219.00 a month (estimated +$182.50; list prices of 2026-11-01)" },
    ]);
  });

  test("is no word of the results where nothing was to change and nothing has", () => {
    const executing = { ...requestIn("executing"), estimatedCost: { kind: "none" } as const };
    const actual = { change: { kind: "none" }, waitsForMaintenance: false } as const;

    const { request } = accepted(complete(executing, [], now, { actualCost: actual }));

    expect(cardOf(request, now).results).toEqual([]);
  });
});
