import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callsOf } from "../../../src/core/asking-lines.ts";
import type { Delegation } from "../../../src/core/delegation/delegation.ts";
import type { Person } from "../../../src/core/person.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import type { Requirement } from "../../../src/core/requirement.ts";
import { decide, mayDecide } from "../../../src/core/transitions/decide.ts";
import { remind } from "../../../src/core/transitions/remind.ts";
import { approversOf } from "../../../src/core/who-decides.ts";
import {
  accepted,
  anna,
  approval,
  askedAt,
  ben,
  cleo,
  dora,
  hoursLater,
  otto,
  pending,
  rejection,
} from "../sample-requests.ts";

const now = hoursLater(1);

function standIn(of: Person, to: Person, changes: Partial<Delegation> = {}): Delegation {
  const times = { from: askedAt, until: hoursLater(24), untilText: "Tue 3 Mar" };
  return { id: `delegation-${of.name}`, of, to, ...times, ...changes };
}

/** Anna's request, which Ben and Cleo may decide. */
function asked(delegations: readonly Delegation[], requirement: Partial<Requirement> = {}): ApprovalRequest {
  return { ...pending(requirement), delegations };
}

function decided(request: ApprovalRequest, by: Person): ApprovalRequest {
  return accepted(decide(request, approval(by), now)).request;
}

describe("who stands in for an approver", () => {
  test("decides for them, and that is in the decision and its event", () => {
    const { request, event } = accepted(decide(asked([standIn(ben, otto)]), approval(otto), now));

    expect(request.decisions).toMatchObject([{ by: otto, onBehalfOf: ben }]);
    expect(event).toMatchObject({ actor: otto.id, details: { on_behalf_of: ben.id, approvals_received: 1 } });
  });

  test("may be asked as the approvers are", () => {
    expect(approversOf(asked([standIn(ben, otto)]))).toStrictEqual([anna.id, ben.id, cleo.id, otto.id]);
  });

  test.each([
    ["before it begins", standIn(ben, otto, { from: hoursLater(2) })],
    ["once it is over", standIn(ben, otto, { until: now })],
    ["for somebody who may not decide", standIn(dora, otto)],
    ["for the requester", standIn(anna, otto)],
  ])("does not %s", (_when, delegation) => {
    expect(mayDecide(asked([delegation]), otto, now)).toMatchObject({
      ok: false,
      error: { kind: "not-an-approver" },
    });
  });

  test("does not where the policy wants the approver in person", () => {
    const request = asked([standIn(ben, otto)], { ownDecisionOnly: [ben.id] });

    expect(mayDecide(request, otto, now)).toMatchObject({ error: { kind: "not-an-approver" } });
    expect(approversOf(request)).not.toContain(otto.id);
  });

  test("does not when they have asked for it themselves", () => {
    expect(mayDecide(asked([standIn(ben, anna)]), anna, now)).toMatchObject({
      error: { kind: "self-approval" },
    });
  });

  test("cannot pass it on", () => {
    const request = asked([standIn(ben, dora), standIn(dora, otto)]);

    expect(mayDecide(request, otto, now)).toMatchObject({ error: { kind: "not-an-approver" } });
  });
});

describe("one seat counts once", () => {
  test("an approver who has decided leaves nothing to their stand-in", () => {
    const request = decided(asked([standIn(ben, otto)]), ben);

    expect(mayDecide(request, otto, now)).toStrictEqual({
      ok: false,
      error: { kind: "seat-taken", decision: "approve", by: "Ben", isOwn: false },
    });
  });

  test("an approver whose stand-in has decided cannot any more, nor reject", () => {
    const request = decided(asked([standIn(ben, otto)]), otto);

    expect(decide(request, rejection(ben), now)).toStrictEqual({
      ok: false,
      error: { kind: "seat-taken", decision: "approve", by: "Otto", isOwn: true },
    });
  });

  test("an approver who stands in for another one counts once, in their own right", () => {
    const request = decided(asked([standIn(ben, cleo)]), cleo);

    expect(request.status).toBe("pending");
    expect(request.decisions[0]?.onBehalfOf).toBeUndefined();
    expect(mayDecide(request, cleo, now)).toMatchObject({ error: { kind: "already-decided" } });
    expect(decided(request, ben).status).toBe("approved");
  });

  test("one who stands in for two counts once", () => {
    const request = decided(asked([standIn(ben, otto), standIn(cleo, otto)]), otto);

    expect(request.decisions).toMatchObject([{ onBehalfOf: ben }]);
    expect(mayDecide(request, otto, now)).toMatchObject({ error: { kind: "already-decided" } });
  });

  test("who was decided for before cannot decide for a third", () => {
    const request = decided(asked([standIn(cleo, otto)]), otto);
    const swapped = { ...request, delegations: [standIn(ben, cleo)] };

    expect(mayDecide(swapped, cleo, now)).toMatchObject({ error: { kind: "seat-taken", isOwn: true } });
  });
});

describe("where each group has to agree", () => {
  const oneFromEach = [
    { group: "dba", members: [ben.id] },
    { group: "sre", members: [cleo.id] },
  ];

  test("a stand-in stands for the group of whom they decide for", () => {
    const request = decided(asked([standIn(ben, otto)], { oneFromEach }), otto);

    expect(decided(request, cleo).status).toBe("approved");
  });

  test("who has a seat of their own takes the one that the groups lack", () => {
    const halfway = decided(
      asked([standIn(ben, dora)], { oneFromEach, approvers: [ben.id, cleo.id, dora.id] }),
      cleo,
    );

    const request = decided(halfway, dora);

    expect(request).toMatchObject({ status: "approved", decisions: [{ by: cleo }, { onBehalfOf: ben }] });
  });
});

test("an owner's override is theirs alone", () => {
  const owned = { owners: [dora.id] };

  expect(mayDecide(asked([standIn(dora, otto)], owned), otto, now).ok).toBe(false);
  expect(
    accepted(decide(asked([], owned), approval(dora, { comment: "outage" }), now)).request.overriddenBy,
  ).toStrictEqual(dora);
});

test("whoever decides for whom, nobody is counted twice and never the requester", () => {
  const people = [anna, ben, cleo, dora, otto];
  const anybody = fc.constantFrom(...people);
  const delegations = fc.array(fc.tuple(anybody, anybody), { maxLength: 5 });
  const clicks = fc.array(fc.record({ by: anybody, delegations }), {
    minLength: 1,
    maxLength: 8,
  });

  fc.assert(
    fc.property(clicks, fc.integer({ min: 1, max: 3 }), (sequence, approvals) => {
      let request = pending({ approvals, approvers: [anna.id, ben.id, cleo.id, dora.id] });
      for (const { by, delegations: pairs } of sequence) {
        const read = { ...request, delegations: pairs.map(([of, to]) => standIn(of, to)) };
        const outcome = decide(read, approval(by), now);
        if (outcome.ok) request = outcome.value.request;
      }

      const counted = request.decisions.flatMap(({ by, onBehalfOf }) => [by.id, onBehalfOf?.id ?? []].flat());
      expect(new Set(counted).size).toBe(counted.length);
      expect(counted).not.toContain(anna.id);
      const seats = request.decisions.map(({ by, onBehalfOf }) => (onBehalfOf ?? by).id);
      expect(seats.filter((seat) => !request.requirement.approvers.includes(seat))).toStrictEqual([]);
      expect(request.status === "approved").toBe(request.decisions.length === approvals);
    }),
    { numRuns: 1000 },
  );
});

test("whoever is away is not reminded of what their stand-in has decided", () => {
  const reminders = { afterSeconds: 3600, backOff: 1, atMost: 3 };
  const once = decided(asked([standIn(ben, otto)], { reminders }), otto);
  const { request, event } = accepted(remind(once, hoursLater(2)));

  const called = callsOf(request, [event], hoursLater(2)).map(({ to }) => to);

  expect(called).toStrictEqual([cleo.id]);
});
