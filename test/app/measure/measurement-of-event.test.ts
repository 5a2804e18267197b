import { describe, expect, test } from "vitest";
import { measuredEvents, measurementOfEvent } from "../../../src/app/measure/measurement-of-event.ts";
import type { CostChange } from "../../../src/core/cost.ts";
import type { ApprovalRequest, Status } from "../../../src/core/request.ts";
import type { Change } from "../../../src/core/transitions/change.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { escalate } from "../../../src/core/transitions/escalate.ts";
import { noteUndelivered } from "../../../src/core/transitions/note-undelivered.ts";
import { claim, complete } from "../../../src/core/transitions/run.ts";
import {
  ada,
  approved,
  ben,
  cleo,
  created,
  driftedFrom,
  after as later,
  person,
  roadsToEveryStatus,
  unwrapped,
} from "../../aws/dynamodb/sample-requests.ts";

const times = { patienceSeconds: 3600, leaseSeconds: 60 };

const valuesOf = ({ request, event }: Change) => measurementOfEvent(request, event).values;
const roadTo = (status: Status) => roadsToEveryStatus()[status].map(valuesOf);

/** Needs nobody, unless said otherwise. */
function createdAlone(asked: Parameters<typeof created>[0] = {}): Change {
  const { requirement } = created().request;
  return created({ requirement: { ...requirement, approvals: 0, ...asked.requirement }, ...asked });
}

describe("of asking and deciding", () => {
  test("a request counts when it is made, and once more when it is approved, with the time that people took", () => {
    expect(roadTo("approved")).toEqual([
      { RequestsCreated: 1 },
      {},
      { RequestsApproved: 1, ApprovedByHand: 1, TimeToDecision: 20 },
    ]);
  });

  test("what the policy approves at birth is approved by nobody's hand, and took no time", () => {
    expect(valuesOf(createdAlone())).toEqual({ RequestsCreated: 1, RequestsApproved: 1, AutoApproved: 1 });
  });

  test("an emergency is told apart", () => {
    const breakGlass = {
      approvalsSkipped: 2,
      reviewers: [],
      escalateTo: [],
      reviewWithinSeconds: 60,
      ignoresFreezes: true,
    };
    const { requirement } = created().request;

    const emergency = created({ requirement: { ...requirement, approvals: 0, breakGlass } });

    expect(valuesOf(emergency)).toMatchObject({ AutoApproved: 1, EmergenciesDeclared: 1 });
  });

  test.each([
    ["rejected", { RequestsRejected: 1, TimeToDecision: 20 }],
    ["cancelled", { RequestsCancelled: 1 }],
    ["expired", { RequestsExpired: 1 }],
    ["escalated", { Escalations: 1 }],
  ] as const)("a request that is %s counts as such", (status, values) => {
    expect(roadTo(status).at(-1)).toEqual(values);
  });

  test("after a drift the time begins anew", () => {
    const once = approved(created().request, ben, later(10));
    const twice = approved(once.request, cleo, later(20));
    const again = driftedFrom(twice.request).request;

    const decided = unwrapped(
      decide(
        again,
        { kind: "reject", by: ben, surface: "slack", comment: "no", digest: again.digest },
        later(80),
      ),
    );

    expect(valuesOf(decided)).toMatchObject({ TimeToDecision: 30 });
  });

  test("an escalation that calls nobody has failed, as has one that cannot be delivered", () => {
    const { requirement } = created().request;
    const alone = created({ requirement: { ...requirement, escalationApprovers: [] } }).request;
    const escalated = unwrapped(escalate(created().request, later(60))).request;
    const undelivered = noteUndelivered(
      escalated,
      { surface: "teams", place: "19:gone", reason: "gone" },
      later(70),
    );

    expect(valuesOf(unwrapped(escalate(alone, later(60))))).toEqual({ Escalations: 1, EscalationsFailed: 1 });
    expect(undelivered && measurementOfEvent(undelivered.request, undelivered.event)).toMatchObject({
      values: { DeliveriesFailed: 1, EscalationsFailed: 1 },
      dimensions: { Surface: "teams" },
    });
  });

  test("an attempt at what somebody may not do counts by its kind", () => {
    const [, refused] = roadsToEveryStatus().pending;

    expect(refused && measurementOfEvent(refused.request, refused.event)).toMatchObject({
      values: { CapabilityViolations: 1 },
      dimensions: { Kind: "self-approval" },
    });
  });
});

describe("of runs", () => {
  test("a run that ends well, and one whose time was over", () => {
    expect(roadTo("executed").at(-1)).toEqual({ RunsSucceeded: 1, RunDuration: 20 });
    expect(roadTo("failed").at(-1)).toEqual({ RunsTimedOut: 1, RunDuration: 20 });
  });

  test("the instances of a bulk request are runs and no requests", () => {
    const partOf = created().request.id;
    const part = createdAlone();
    const of = ({ request, event }: Change) => valuesOf({ request: { ...request, partOf }, event });

    expect(of(part)).toEqual({});
    expect(of(ended(part.request))).toMatchObject({ RunsSucceeded: 1 });
  });

  const monthly = (monthlyChange: number): CostChange => ({
    kind: "change",
    monthlyChange,
    isAtMost: false,
    currency: "USD",
    pricesAsOf: "2026-03-01",
    basis: "list",
  });

  test.each([
    ["as estimated", monthly(80), monthly(80), 0],
    ["half as much again", monthly(80), monthly(120), 50],
    ["a saving that is smaller", monthly(-80), monthly(-60), 25],
    ["something, where nothing was expected", { kind: "none" } as const, monthly(5), 100],
    ["nothing at all", { kind: "none" } as const, { kind: "none" } as const, 0],
    ["unknown", { kind: "unknown", why: "no price" } as const, monthly(5), undefined],
  ])("what it costs is set beside the estimate: %s", (_, estimatedCost, change, drift) => {
    const { request } = createdAlone({ estimatedCost });

    const { CostDrift } = valuesOf(ended(request, { change, waitsForMaintenance: false }));

    expect(CostDrift).toBe(drift);
  });

  test("a change that waits for the maintenance window has not changed the bill yet", () => {
    const { request } = createdAlone({ estimatedCost: monthly(80) });

    const values = valuesOf(ended(request, { change: monthly(0), waitsForMaintenance: true }));

    expect(values).not.toHaveProperty("CostDrift");
  });

  function ended(request: ApprovalRequest, actualCost?: ApprovalRequest["actualCost"]): Change {
    const claimed = unwrapped(claim(request, times, later(10))).request;
    return unwrapped(complete(claimed, [], later(20), { actualCost }));
  }
});

test("every event on every road is either in the queue's filter or measures nothing", () => {
  const changes = Object.values(roadsToEveryStatus()).flat();

  const others = changes.filter(({ event }) => !measuredEvents.some((kind) => kind === event.kind));

  expect(others.length).toBeGreaterThan(0);
  for (const change of others) expect(valuesOf(change)).toEqual({});
});

test("no person, no instance and no text of theirs is a dimension", () => {
  const secrets = [ada.id, ben.id, cleo.id, person("Dora").id, "dev-postgres-01", "the migration"];

  for (const { request, event } of Object.values(roadsToEveryStatus()).flat()) {
    const shown = JSON.stringify(measurementOfEvent(request, event).dimensions);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  }
});
