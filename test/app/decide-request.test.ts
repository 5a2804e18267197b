import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newRequestId } from "../../src/chance/new-request-id.ts";
import { findBrokenLink } from "../../src/core/audit-event.ts";
import { digestOf } from "../../src/core/intent.ts";
import { type Person, personIdSchema } from "../../src/core/person.ts";
import type { ApprovalRequest } from "../../src/core/request.ts";
import { approvedBy } from "../../src/core/who-decides.ts";
import { type Desk, decisionOf, openDesk } from "../support/desk.ts";
import { dana, lena, marco, olga, priya, startWorkbench, tom, type Workbench } from "../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

function decideAs(desk: Desk, request: ApprovalRequest, by: Person) {
  return desk.decide(request.id, decisionOf(request, { by }));
}

describe("approving", () => {
  test("takes two people for a production snapshot; the first leaves it open", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();

    const first = await desk.decide(request.id, decisionOf(request, { by: priya, comment: " Go on. " }));
    const second = await desk.decide(request.id, decisionOf(request, { by: marco, surface: "api" }));

    expect(first).toMatchObject({ ok: true, value: { status: "pending" } });
    expect(second).toMatchObject({ ok: true, value: { status: "approved" } });
    expect((await desk.find(request.id)).decisions).toMatchObject([
      { kind: "approve", by: priya, surface: "slack", comment: "Go on." },
      { kind: "approve", by: marco, surface: "api", comment: "" },
    ]);
    expect(await desk.events(request.id)).toMatchObject([
      { kind: "created", status: "pending" },
      { kind: "approved", status: "pending", details: { approvals_received: 1, approvals_required: 2 } },
      { kind: "approved", status: "approved", details: { approvals_received: 2, approvals_required: 2 } },
    ]);
  });

  test("a second time by the same person, whatever name they show, is refused and counts once", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();
    await desk.approve(request, priya);

    const again = await decideAs(desk, request, { ...priya, name: "Another Priya" });

    expect(again).toEqual({ ok: false, error: { kind: "already-decided", decision: "approve" } });
    expect(approvedBy(await desk.find(request.id))).toEqual([priya]);
  });

  test("is refused once it is decided, with who and when", async () => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved();

    const late = await decideAs(desk, request, tom);

    expect(late).toMatchObject({
      ok: false,
      error: { kind: "already-resolved", status: "approved", by: lena.id },
    });
  });

  test("what has another digest than the request's is refused", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();
    const other = digestOf({ kind: "task", title: "something else", details: {} });

    const outcome = await desk.decide(request.id, decisionOf(request, { digest: other }));

    expect(outcome).toEqual({ ok: false, error: { kind: "changed-since-seen" } });
    expect(await desk.find(request.id)).toEqual(request);
  });

  test("a request that is not there is refused", async () => {
    const desk = await openDesk(bench);
    const [request, id] = [await desk.ask(), newRequestId()];

    const outcomes = await Promise.all([
      desk.decide(id, decisionOf(request)),
      desk.beginDecision(id, { by: priya, surface: "slack", attempt: "approve" }),
      desk.cancel(id, { by: dana, surface: "slack" }),
    ]);

    for (const outcome of outcomes) {
      expect(outcome).toEqual({ ok: false, error: { kind: "unknown-request", requestId: id } });
    }
  });
});

describe("rejecting", () => {
  test("ends the request at once, whoever approved before, and needs a reason", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();
    await desk.approve(request, priya);
    const reject = (comment: string) =>
      desk.decide(request.id, decisionOf(request, { kind: "reject", by: lena, comment }));

    const silent = await reject("  ");
    const reasoned = await reject("Not before the audit.");

    expect(silent).toEqual({ ok: false, error: { kind: "reason-required" } });
    expect(reasoned).toMatchObject({ ok: true, value: { status: "rejected" } });
    expect(await desk.events(request.id)).toMatchObject([
      { kind: "created" },
      { kind: "approved" },
      {
        kind: "rejected",
        actor: lena.id,
        details: { comment: "Not before the audit.", approvals_received: 1 },
      },
    ]);
    expect(await decideAs(desk, request, tom)).toMatchObject({
      ok: false,
      error: { kind: "already-resolved", status: "rejected", by: lena.id },
    });
  });

  test.each([
    ["reject", "reason"],
    ["approve", "comment"],
  ] as const)("takes no text that is too long: %s", async (kind, field) => {
    const desk = await openDesk(bench);
    const request = await desk.ask();

    const outcome = await desk.decide(request.id, decisionOf(request, { kind, comment: "a".repeat(2001) }));

    expect(outcome).toEqual({ ok: false, error: { kind: "text-too-long", field, limit: 2000 } });
  });
});

describe("who may not decide", () => {
  test.each([
    ["the requester", dana, { kind: "self-approval" }],
    ["an outsider", olga, { kind: "not-an-approver", groups: ["dba-leads", "sre-oncall"] }],
  ])("%s is refused, and noted once however often they try", async (_who, by, error) => {
    const desk = await openDesk(bench);
    const request = await desk.ask();

    const outcomes = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) outcomes.push(await decideAs(desk, request, by));
    outcomes.push(await desk.beginDecision(request.id, { by, surface: "slack", attempt: "reject" }));

    expect(outcomes).toEqual(Array(4).fill({ ok: false, error }));
    expect(await desk.events(request.id)).toMatchObject([
      { kind: "created" },
      {
        kind: "refused",
        actor: by.id,
        details: { refusal: error.kind, attempt: "approve", surface: "slack" },
      },
    ]);
    expect(await desk.find(request.id)).toMatchObject({ status: "pending", decisions: [] });
  });

  test("the requester who is in an approvers' group is still the requester", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask({ by: priya });

    const own = await decideAs(desk, request, priya);

    expect(own).toEqual({ ok: false, error: { kind: "self-approval" } });
  });

  test("a refused attempt does not keep others from deciding", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();
    await decideAs(desk, request, olga);
    await decideAs(desk, request, dana);

    await desk.approve(request, priya);
    const approved = await desk.approve(request, tom);

    expect(approved.status).toBe("approved");
    expect(findBrokenLink(await desk.events(request.id))).toBeUndefined();
  });
});

describe("time", () => {
  test("allows a decision until the last millisecond before the expiry, and none from then on", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();
    const at = (moment: number) => desk.at(new Date(request.expiresAt.getTime() + moment));

    const just = await at(-1).decide(request.id, decisionOf(request, { by: priya }));
    const late = await at(0).decide(request.id, decisionOf(request, { by: tom }));

    expect(just).toMatchObject({ ok: true });
    expect(late).toEqual({ ok: false, error: { kind: "expired", at: request.expiresAt } });
    expect(await desk.eventKinds(request.id)).toEqual(["created", "approved"]);
  });
});

describe("reviewing", () => {
  test("gives an approver the request and writes nothing", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();

    const outcome = await desk.beginDecision(request.id, { by: priya, surface: "slack", attempt: "reject" });

    expect(outcome).toEqual({ ok: true, value: request });
    expect(await desk.find(request.id)).toEqual(request);
  });

  test("is refused as the decision would be", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();
    await desk.approve(request, priya);

    const outcome = await desk.beginDecision(request.id, { by: priya, surface: "slack", attempt: "approve" });

    expect(outcome).toEqual({ ok: false, error: { kind: "already-decided", decision: "approve" } });
  });
});

test("fifty decisions at once by ten people count each approver once, and start one run", async () => {
  const desk = await openDesk(bench);
  const request = await desk.ask();
  const outsiders = Array.from({ length: 7 }, (_, number) => ({
    id: personIdSchema.parse(`outsider-${number}@acme.example`),
    name: `Outsider ${number}`,
  }));
  const people = [dana, priya, tom, ...outsiders];

  const outcomes = await Promise.all(
    Array.from({ length: 5 }).flatMap(() => people.map((by) => decideAs(desk, request, by))),
  );
  const decided = await desk.find(request.id);
  const decidedEvents = await desk.events(request.id);
  await Promise.all(Array.from({ length: 20 }, () => desk.dispatch(request.id)));
  const dispatched = await desk.runSteps.waiting();
  await desk.drainRuns();

  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2);
  expect(decided.status).toBe("approved");
  expect(
    approvedBy(decided)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([priya.id, tom.id]);
  expect(decidedEvents.filter(({ kind }) => kind === "approved")).toHaveLength(2);
  expect(findBrokenLink(decidedEvents)).toBeUndefined();
  expect(dispatched).toBe(20);
  expect(await desk.rds.changingCalls()).toHaveLength(1);
  expect((await desk.eventKinds(request.id)).filter((kind) => kind === "claimed")).toHaveLength(1);
  expect((await desk.find(request.id)).status).toBe("executed");
  expect(findBrokenLink(await desk.events(request.id))).toBeUndefined();
});
