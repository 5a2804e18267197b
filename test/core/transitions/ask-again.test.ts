import { describe, expect, test } from "vitest";
import { digestOf } from "../../../src/core/intent.ts";
import { statuses } from "../../../src/core/request.ts";
import { askAgain } from "../../../src/core/transitions/ask-again.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { claim } from "../../../src/core/transitions/run.ts";
import {
  accepted,
  approval,
  askedAgain,
  ben,
  cleo,
  costOf,
  dora,
  driftedChange,
  expiresAt,
  hoursLater,
  pending,
  requestIn,
  runTimes,
  snapshotIntent,
} from "../sample-requests.ts";

const now = hoursLater(20);
const newDigest = digestOf(askedAgain().intent);

describe("asking again", () => {
  test("is refused where it needs more approvals by now than there are people left to give them", () => {
    const approved = accepted(decide(pending({ approvals: 1, approvers: [ben.id] }), approval(ben), now));
    const medium = { ...approved.request, risk: "medium" } as const;

    expect(askAgain(medium, askedAgain({ raisedBy: ["more is applied"] }), now)).toMatchObject({
      error: { kind: "nobody-can-approve", needed: 2, eligible: 1 },
    });
    expect(askAgain(medium, askedAgain(), now).ok).toBe(true);
  });

  test("tells the record why the risk is higher now", () => {
    const approved = accepted(decide(pending({ approvals: 1 }), approval(ben), now));
    const medium = { ...approved.request, risk: "medium" } as const;

    const { event } = accepted(askAgain(medium, askedAgain({ raisedBy: ["more is applied"] }), now));

    expect(event.details).toMatchObject({ risk_level: "high", risk_raised_by: ["more is applied"] });
  });

  test("sends an approved request back with what has changed, a new digest and no decisions", () => {
    const { request } = driftedChange(now);

    expect(request).toMatchObject({
      status: "pending",
      intent: askedAgain().intent,
      digest: newDigest,
      description: askedAgain().description,
      differences: [{ label: "class", value: "db.r6g.xlarge → db.r6g.2xlarge" }],
      decisions: [],
    });
    expect(request.statusHistory.at(-1)).toEqual({ status: "pending", at: now, by: "system:run" });
  });

  test("is told by one event, with both digests, the differences and what is asked now", () => {
    const { event } = driftedChange(now);

    expect(event).toMatchObject({ kind: "drifted", actor: "system:run", status: "pending" });
    expect(event.details).toStrictEqual({
      old_digest: digestOf(snapshotIntent),
      new_digest: newDigest,
      differences: [{ label: "class", value: "db.r6g.xlarge → db.r6g.2xlarge" }],
      intent: askedAgain().intent,
      risk_level: "high",
      approvals_required: 2,
      expires_at: hoursLater(20 + 72).toISOString(),
    });
  });

  test("tells what it costs now, in place of what it did", () => {
    const { request, event } = driftedChange(now, { estimatedCost: costOf(300) });

    expect(request.estimatedCost).toEqual(costOf(300));
    expect(event.details.estimated_cost).toMatchObject({ kind: "change", monthly_change: 300 });
  });

  test("gives the approvers the same time as before, also when it happens once more", () => {
    const once = driftedChange(now).request;
    const approvedAgain = approvedBy(once);
    const other = askedAgain({ intent: { ...snapshotIntent, state: { class: "db.r6g.4xlarge" } } });

    const twice = accepted(askAgain(approvedAgain, other, hoursLater(50))).request;

    expect(once.expiresAt).toStrictEqual(hoursLater(20 + 72));
    expect(twice.expiresAt).toStrictEqual(hoursLater(50 + 72));
  });

  test("lets those who approved before approve again, and what runs is what they approved last", () => {
    const approvedAgain = approvedBy(driftedChange(now).request);

    const { event } = accepted(claim(approvedAgain, runTimes, hoursLater(22)));

    expect(approvedAgain).toMatchObject({ status: "approved", decisions: [{ by: ben }, { by: cleo }] });
    expect(event.details.digest).toBe(newDigest);
  });

  test("refuses a decision on what was asked before", () => {
    const result = decide(driftedChange(now).request, approval(ben), hoursLater(21));

    expect(result).toStrictEqual({ ok: false, error: { kind: "changed-since-seen" } });
  });

  test("leaves what needs no approval approved, on the new digest and with the same end", () => {
    const { request, event } = accepted(askAgain(pending({ approvals: 0 }), askedAgain(), now));

    expect(request).toMatchObject({ status: "approved", digest: newDigest, expiresAt });
    expect(request.statusHistory.map(({ status }) => status)).toEqual(["pending", "approved"]);
    expect(event).toMatchObject({ kind: "drifted", status: "approved" });
  });

  test("goes for a scheduled request once it is due, and not before", () => {
    const early = askAgain(requestIn("scheduled"), askedAgain(), hoursLater(11));
    const onTime = askAgain(requestIn("scheduled"), askedAgain(), hoursLater(12));

    expect(early).toStrictEqual({ ok: false, error: { kind: "not-due", at: hoursLater(12) } });
    expect(accepted(onTime).request.status).toBe("pending");
  });

  test("is refused where nothing has changed", () => {
    const result = askAgain(requestIn("approved"), askedAgain({ intent: snapshotIntent }), now);

    expect(result).toStrictEqual({ ok: false, error: { kind: "changed-since-seen" } });
  });

  test("keeps the way back from the state that is approved now", () => {
    const inverse = { operation: "set_class", parameters: { class: "db.r6g.2xlarge" } };

    expect(driftedChange(now, { inverse }).request.inverse).toEqual(inverse);
  });

  test.each(statuses.filter((status) => status !== "approved" && status !== "scheduled"))(
    "is refused for a request that is %s",
    (status) => {
      const result = askAgain(requestIn(status), askedAgain(), now);

      expect(result).toStrictEqual({ ok: false, error: { kind: "wrong-status", action: "started", status } });
    },
  );
});

test("what a template let pass is asked about like anything else once its target has changed", () => {
  const passed = pending({ approvals: 0, autoApprovedBy: "template nightly", approvalsPassedOver: 2 });

  const { request } = accepted(askAgain(passed, askedAgain(), now));

  expect(request).toMatchObject({ status: "pending", requirement: { approvals: 2 } });
  expect(request.requirement.autoApprovedBy).toBeUndefined();
});

test("what a template let pass past a rule needs that rule's approvals once its target has changed", () => {
  const passed = pending({
    approvals: 0,
    approvers: [ben.id, cleo.id, dora.id],
    autoApprovedBy: "template nightly",
    approvalsPassedOver: 3,
  });

  const { request } = accepted(askAgain(passed, askedAgain({ raisedBy: ["more is applied"] }), now));

  expect(request.requirement.approvals).toBe(3);
});

describe("the risk of what is asked again", () => {
  const raisedBy = ["pending changes are applied too"];

  test("is raised by what was not there before, and then needs its approvals", () => {
    const free = { ...pending({ approvals: 0 }), risk: "low" } as const;

    const { request } = accepted(askAgain(free, askedAgain({ raisedBy }), now));

    expect(request).toMatchObject({
      status: "pending",
      risk: "medium",
      requirement: { approvals: 1, raisedBy },
    });
  });

  test("is raised once only, and stays raised when its cause has gone", () => {
    const raised = { ...pending({ approvals: 0, raisedBy }), risk: "medium" } as const;

    const again = accepted(askAgain(raised, askedAgain({ raisedBy }), now)).request;
    const gone = accepted(askAgain(raised, askedAgain(), now)).request;

    for (const { risk, requirement } of [again, gone]) {
      expect({ risk, raisedBy: requirement.raisedBy }).toEqual({ risk: "medium", raisedBy });
    }
  });

  test("never asks for fewer than the policy did", () => {
    const strict = { ...pending({ approvals: 0 }), risk: "low" } as const;
    const approvers = [ben.id, cleo.id, dora.id];
    const ruled = { ...strict, requirement: { ...strict.requirement, approvals: 3, approvers } };

    expect(accepted(askAgain(ruled, askedAgain({ raisedBy }), now)).request.requirement.approvals).toBe(3);
  });
});

function approvedBy(request: ReturnType<typeof pending>) {
  return [ben, cleo].reduce((asked, by) => {
    const command = approval(by, { digest: asked.digest });
    return accepted(decide(asked, command, new Date(now.getTime() + 60_000))).request;
  }, request);
}
