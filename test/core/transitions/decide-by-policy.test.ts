import { describe, expect, test } from "vitest";
import { cardOf } from "../../../src/core/card.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { create } from "../../../src/core/transitions/create.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { escalate } from "../../../src/core/transitions/escalate.ts";
import { approvedBy } from "../../../src/core/who-decides.ts";
import {
  accepted,
  approval,
  askedAt,
  askedFor,
  ben,
  cleo,
  dora,
  hoursLater,
  otto,
  pending,
  rejection,
} from "../sample-requests.ts";

const now = hoursLater(1);

const each = {
  approvers: [ben.id, cleo.id, dora.id],
  oneFromEach: [
    { group: "dba-leads", members: [ben.id, cleo.id] },
    { group: "sre-oncall", members: [cleo.id, dora.id] },
  ],
} as const;

function approvedByAll(request: ApprovalRequest, ...people: (typeof ben)[]): ApprovalRequest {
  return people.reduce((one, by) => accepted(decide(one, approval(by), now)).request, request);
}

describe("one from each of two groups", () => {
  test.each([
    ["one of each", [ben, dora]],
    ["one of one group and one of both", [ben, cleo]],
    ["one of both and one of the other group", [cleo, dora]],
  ])("is there with %s", (_who, people) => {
    expect(approvedByAll(pending(each), ...people)).toMatchObject({ status: "approved" });
  });

  test("is not there as long as one group lacks a person of its own, though the number is whole", () => {
    const request = pending({ ...each, approvers: [ben.id, cleo.id, otto.id, dora.id] });

    const { request: asked, event } = accepted(decide(approvedByAll(request, ben), approval(otto), now));

    expect(asked.status).toBe("pending");
    expect(event.details).toMatchObject({ approvals_received: 2, still_needed: "one of sre-oncall" });
    expect(cardOf(asked, now).state.text).toBe(
      "Waiting for approval · 2 of 2 · still needed: one of sre-oncall",
    );
    expect(approvedByAll(asked, dora)).toMatchObject({ status: "approved" });
  });

  test("names both groups where the one who approved is in both", () => {
    const asked = approvedByAll(pending(each), cleo);

    expect(cardOf(asked, now).state.text).toContain("1 of 2 · still needed: one of dba-leads or sre-oncall");
  });

  test("can be stood for by whoever an escalation has called", () => {
    const escalation = [{ afterSeconds: 1800, groups: ["owners"], approvers: [otto.id] }];
    const called = accepted(escalate(pending({ ...each, escalation }), now)).request;

    expect(approvedByAll(called, ben, otto)).toMatchObject({ status: "approved" });
  });

  test("that cannot be, as the requester is the only one of a group, is refused at once", () => {
    const lonely = { group: "sre-oncall", members: [dora.id] };
    const asked = askedFor({ ...each, oneFromEach: [lonely] }, { requestedBy: dora });

    expect(create(asked, askedAt)).toMatchObject({
      ok: false,
      error: { kind: "nobody-can-approve", oneFromEach: ["sre-oncall"] },
    });
  });
});

describe("an owner", () => {
  const owned = { owners: [otto.id] };

  test("ends the asking alone, with a reason, and that is told loudly", () => {
    const outcome = decide(pending(owned), approval(otto, { comment: "The site is down." }), now);

    const { request, event } = accepted(outcome);
    expect(request).toMatchObject({ status: "approved", overriddenBy: otto });
    expect(approvedBy(request)).toEqual([otto]);
    expect(event.details).toMatchObject({
      is_override: true,
      approvals_received: 1,
      approvals_required: 2,
      not_asked_any_more: [ben.id, cleo.id],
    });
    const card = cardOf(request, now);
    expect(card.state.text).toBe("Approved by Otto alone, as an owner");
    expect(card.facts).toContainEqual({
      label: "Owner's override",
      value: "by Otto (otto@acme.example), before the others",
    });
  });

  test("says why before others are passed over", () => {
    expect(decide(pending(owned), approval(otto, { comment: " " }), now)).toEqual({
      ok: false,
      error: { kind: "override-reason-required" },
    });
  });

  test("needs no reason where theirs is the last that was needed, and overrides nobody", () => {
    const { request, event } = accepted(decide(approvedByAll(pending(owned), ben), approval(otto), now));

    expect(request.status).toBe("approved");
    expect(request.overriddenBy).toBeUndefined();
    expect(event.details).not.toHaveProperty("is_override");
  });

  test("can reject as well, and cannot approve what they asked for themselves", () => {
    const own = accepted(create(askedFor(owned, { requestedBy: otto }), askedAt)).request;

    expect(accepted(decide(pending(owned), rejection(otto), now)).request.status).toBe("rejected");
    expect(decide(own, approval(otto, { comment: "mine" }), now)).toMatchObject({
      error: { kind: "self-approval" },
    });
  });
});

test("what the policy denies is refused, with its reason and its rule", () => {
  const denial = { rule: "no-fridays", reason: "nothing is changed on Fridays" };

  expect(create(askedFor({ denial }), askedAt)).toEqual({
    ok: false,
    error: { kind: "denied", ...denial, environment: "production" },
  });
});

test("every decision lists the rules that matched, and their policy", () => {
  const { event } = accepted(decide(pending(), approval(ben), now));

  expect(event.details).toMatchObject({ policy_rules: ["production"], policy_version: "policy-hash" });
});
