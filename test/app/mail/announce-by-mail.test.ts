import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeRequest } from "../../../src/app/change-request.ts";
import { GatewayError, NotDoneError } from "../../../src/app/gateway-error.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { escalate } from "../../../src/core/transitions/escalate.ts";
import { claim, complete, fail } from "../../../src/core/transitions/run.ts";
import { accepted, decisionOf } from "../../support/desk.ts";
import { lena, priya, startWorkbench, tom, type Workbench } from "../../support/workbench.ts";
import { leaseSeconds, loseChannels, openMailDesk } from "./mail-desk.ts";
import { policyWith } from "./mail-policy.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const everyApprover = ["lena.fischer", "marco.silva", "priya.nair", "tom.okafor"];
const asked = everyApprover.map((name) => `${name} ask`);

describe("who is asked", () => {
  test("every approver whom the policy mails, each once and with links of their own, however often the event comes", async () => {
    const { desk, mailer, issued, announce } = await openMailDesk(bench);
    const { id } = await desk.ask();

    await Promise.all([announce(id), announce(id)]);
    await announce(id);

    expect(mailer.sent.toSorted()).toEqual(asked);
    expect(new Set(mailer.mails.map(({ token }) => token)).size).toBe(4);
    expect(issued.map(({ to }) => to.split("@")[0]).toSorted()).toEqual(everyApprover);
  });

  test("nobody where the policy mails nobody, and where nobody has to decide", async () => {
    const { desk, mailer, announce } = await openMailDesk(bench);
    const unmailed = await desk.ask({ instanceId: "staging-orders-01" });
    const unasked = await desk.ask({ instanceId: "dev-postgres-01" });

    await announce(unmailed.id);
    await announce(unasked.id);

    expect(unmailed.requirement.approvals).toBeGreaterThan(0);
    expect(unasked.requirement.approvals).toBe(0);
    expect(mailer.sent).toEqual([]);
  });

  test("not the requester, even where they are an approver", async () => {
    const { desk, mailer, announce } = await openMailDesk(bench);
    const { id } = await desk.ask({ by: priya });

    await announce(id);

    expect(mailer.sent.toSorted()).toEqual(asked.filter((one) => !one.startsWith("priya")));
  });

  test("a group that may only read it gets no links", async () => {
    const policy = policyWith({ approvers: ["dba-leads"], email: ["sre-oncall"] });
    const { desk, mailer, issued, announce } = await openMailDesk(bench, { policy });
    const { id } = await desk.ask();

    await announce(id);

    expect(mailer.sent.toSorted()).toEqual(["lena.fischer ask", "marco.silva ask"]);
    expect(mailer.mails.map(({ token }) => token)).toEqual([undefined, undefined]);
    expect(mailer.mails[0]?.content.subject).toMatch(/^For your information: /);
    expect(issued).toEqual([]);
  });

  test("who joins them when it is escalated, and the others not once more", async () => {
    const policy = policyWith({ approvers: ["dba-leads"], email: "approvers", escalateTo: ["sre-oncall"] });
    const { desk, mailer, announce } = await openMailDesk(bench, { policy });
    const { id } = await desk.ask();
    await announce(id);

    desk.pass(36 * 3600);
    await changeRequest(desk.ports, id, escalate);
    await announce(id);

    expect(mailer.sent.slice(0, 2).toSorted()).toEqual(["priya.nair ask", "tom.okafor ask"]);
    expect(mailer.sent.slice(2).toSorted()).toEqual(["lena.fischer ask", "marco.silva ask"]);
  });

  test("who could only read it and joins them when it is escalated is asked then, with links, and told of the end once", async () => {
    const policy = policyWith({
      approvers: ["dba-leads"],
      email: ["sre-oncall"],
      escalateTo: ["sre-oncall"],
    });
    const { desk, mailer, announce } = await openMailDesk(bench, { policy });
    const { id } = await desk.ask();
    await announce(id);

    desk.pass(36 * 3600);
    const escalated = accepted(await changeRequest(desk.ports, id, escalate));
    await announce(id);
    const asked = mailer.mails.slice(2);
    accepted(await desk.decide(id, decisionOf(escalated, { kind: "reject", by: lena, comment: "no" })));
    await announce(id);

    expect(mailer.mails.slice(0, 2).map(({ token }) => token)).toEqual([undefined, undefined]);
    expect(asked.map(({ to, token }) => [to, typeof token]).toSorted()).toEqual([
      ["lena.fischer@acme.example", "string"],
      ["marco.silva@acme.example", "string"],
    ]);
    expect(mailer.sent.slice(4)).toEqual(["marco.silva result"]);
  });

  test("every approver, once no channel of the chat could show the card, and this is on the record", async () => {
    const { desk, mailer, announce, noteUndelivered } = await openMailDesk(bench, {
      policy: policyWith({ slack: ["C0ONE", "C0TWO"], email: "none" }),
    });
    const { id } = await desk.ask();
    await loseChannels(desk, id, ["C0ONE"]);
    await noteUndelivered("slack", id);
    await announce(id);
    const afterOne = [...mailer.sent];

    await loseChannels(desk, id, ["C0TWO"]);
    await noteUndelivered("slack", id);
    await noteUndelivered("slack", id);
    await announce(id);

    expect(afterOne).toEqual([]);
    expect(mailer.sent.toSorted()).toEqual(asked);
    expect(await desk.eventKinds(id)).toEqual(["created", "delivery-failed", "delivery-failed"]);
    expect((await desk.find(id)).undelivered).toMatchObject([
      { surface: "slack", place: "C0ONE", reason: "channel_not_found" },
      { surface: "slack", place: "C0TWO", reason: "channel_not_found" },
    ]);
  });
});

describe("what follows the asking", () => {
  test("the end of it goes to all who were asked but to whoever ended it, and to nobody else", async () => {
    const { desk, mailer, announce } = await openMailDesk(bench);
    const request = await desk.ask();
    await announce(request.id);
    await desk.approve(request, priya);
    await announce(request.id);
    const afterOne = mailer.mails.length;

    await desk.approve(request, lena);
    await announce(request.id);
    await announce(request.id);

    expect(afterOne).toBe(4);
    expect(mailer.sent.slice(4).toSorted()).toEqual([
      "marco.silva result",
      "priya.nair result",
      "tom.okafor result",
    ]);
    expect(mailer.mails.at(-1)?.content.subject).toBe(
      "Approved by Lena Fischer (lena.fischer@acme.example): Create a snapshot of prod-orders-01 — nothing more to do",
    );
    expect(mailer.mails.slice(4).map(({ token }) => token)).toEqual([undefined, undefined, undefined]);
  });

  test.each([
    ["rejected", "result", /^Rejected by Tom Okafor/],
    ["cancelled", "result", /^Cancelled by Dana Reyes/],
    ["expired", "expiry", /^Expired: /],
  ] as const)("one that is %s has a mail of its own", async (how, kind, subject) => {
    const { desk, mailer, announce } = await openMailDesk(bench);
    const request = await desk.ask();
    await announce(request.id);

    if (how === "rejected") {
      const command = decisionOf(request, { kind: "reject", by: tom, comment: "no" });
      await changeRequest(desk.ports, request.id, (one, now) => decide(one, command, now));
    }
    if (how === "cancelled") await desk.cancel(request.id, { by: request.requestedBy, surface: "slack" });
    if (how === "expired") await desk.at(request.expiresAt).expire(request.id);
    await announce(request.id);

    const last = mailer.mails.slice(4);
    expect(last).toHaveLength(how === "rejected" ? 3 : 4);
    for (const { content } of last) {
      expect(content.kind).toBe(kind);
      expect(content.subject).toMatch(subject);
    }
  });

  test("nobody is asked, and nobody told of an end, when it was decided before any mail went out", async () => {
    const { desk, mailer, announce } = await openMailDesk(bench);
    const request = await desk.askApproved();

    await announce(request.id);

    expect(mailer.sent).toEqual([]);
  });

  test("each reminder goes once to those who were asked and have not decided", async () => {
    const remind = { after: "2h", at_most: 2 };
    const { desk, mailer, announce } = await openMailDesk(bench, {
      policy: policyWith({ email: "approvers", remind }),
    });
    const request = await desk.ask();
    await announce(request.id);
    await desk.approve(request, priya);

    for (const hours of [2, 4]) {
      desk.pass(hours * 3600);
      await desk.workOffDue(10);
      await announce(request.id);
      await announce(request.id);
    }

    const reminded = ["lena.fischer", "marco.silva", "tom.okafor"].map((name) => `${name} reminder`);
    expect(mailer.sent.slice(4, 7).toSorted()).toEqual(reminded);
    expect(mailer.sent.slice(7).toSorted()).toEqual(reminded);
    expect(mailer.mails.at(-1)?.token).toBeDefined();
  });

  test.each(["api", "slack"] as const)(
    "a requester at the %s is told by mail where no chat tells them",
    async (surface) => {
      const { desk, mailer, announce } = await openMailDesk(bench, { policy: policyWith({ email: "none" }) });
      const request = await desk.askApproved({ surface });
      await changeRequest(desk.ports, request.id, (one, now) => claim(one, desk.times, now));
      await changeRequest(desk.ports, request.id, (one, now) =>
        complete(one, [{ label: "ARN", value: "arn:1" }], now),
      );

      await announce(request.id);
      await announce(request.id);

      const expected = ["dana.reyes notice", "dana.reyes notice", "dana.reyes end"];
      expect(mailer.sent).toEqual(surface === "api" ? expected : []);
    },
  );

  test("who decided by mail learns how it ended, with what to do", async () => {
    const { desk, mailer, announce } = await openMailDesk(bench, { policy: policyWith({ email: "none" }) });
    const request = await desk.ask();
    for (const [by, surface] of [
      [priya, "email"],
      [lena, "slack"],
    ] as const) {
      await desk.decide(request.id, decisionOf(request, { by, surface }));
    }
    await changeRequest(desk.ports, request.id, (one, now) => claim(one, desk.times, now));
    const failed = { result: "failed", facts: [], guidance: "Look at the storage." } as const;
    await changeRequest(desk.ports, request.id, (one, now) => fail(one, failed, now));

    await announce(request.id);

    expect(mailer.sent).toEqual(["priya.nair end"]);
    expect(mailer.mails[0]?.content.lead).toContain("Look at the storage.");
  });
});

describe("faults", () => {
  test.each(["refused", "defect"] as const)(
    "a mail that is %s keeps nobody back, and is owed until it is sent",
    async (fate) => {
      const { desk, mailer, announce } = await openMailDesk(bench);
      const { id } = await desk.ask();
      mailer.fateOf = ({ to }) => (to.startsWith("priya") ? fate : "sent");
      for (let time = 1; time <= 5; time += 1) await expect(announce(id)).rejects.toThrow(NotDoneError);
      const first = mailer.sent.length;

      mailer.fateOf = () => "sent";
      await announce(id);

      expect(first).toBe(3);
      expect(mailer.sent.toSorted()).toEqual(asked);
    },
  );

  test.each([
    ["lost-before", 1],
    ["lost-after", 2],
  ] as const)(
    "a mail whose answer is %s is sent again after the lease and no sooner",
    async (fate, copies) => {
      const { desk, mailer, announce } = await openMailDesk(bench);
      const { id } = await desk.ask();
      let isMet = false;
      mailer.fateOf = ({ to }) => {
        if (isMet || !to.startsWith("priya")) return "sent";
        isMet = true;
        return fate;
      };
      await expect(announce(id)).rejects.toThrow(GatewayError);

      desk.pass(leaseSeconds - 15);
      await expect(announce(id)).rejects.toThrow("another worker");
      desk.pass(15);
      await announce(id);
      await announce(id);

      expect(mailer.sent.filter((one) => one === "priya.nair ask")).toHaveLength(copies);
      expect(mailer.sent.filter((one) => one !== "priya.nair ask")).toHaveLength(3);
    },
    30_000,
  );

  test("a mail of which nobody hears twice is given up, not sent a third time, and the request says so", async () => {
    const { desk, mailer, announce, noteUndelivered } = await openMailDesk(bench);
    const { id } = await desk.ask();
    mailer.fateOf = ({ to }) => (to.startsWith("priya") ? "lost-after" : "sent");

    for (let worker = 0; worker < 4; worker += 1) {
      await announce(id).catch(() => undefined);
      desk.pass(leaseSeconds);
    }
    await noteUndelivered("email", id);

    expect(mailer.sent.filter((one) => one === "priya.nair ask")).toHaveLength(2);
    expect((await desk.find(id)).undelivered).toMatchObject([
      { surface: "email", place: priya.id, reason: "nobody can say whether the mail was sent" },
    ]);
  });

  test("a worker that dies at any moment leaves every mail sent in the end, and at most one of them twice", async () => {
    const deaths: number[] = [];
    for (const end of ["before", "after"] as const) {
      for (let calls = 0; calls <= 24; calls += 1) {
        const { desk, mailer, announce, workerIn } = await openMailDesk(bench);
        const { id } = await desk.ask();
        await workerIn({ calls, end })(id).catch(() => deaths.push(calls));

        desk.pass(leaseSeconds);
        await announce(id);

        expect([...new Set(mailer.sent)].toSorted(), `${end} call ${calls}`).toEqual(asked);
        expect(mailer.sent.length, `${end} call ${calls}`).toBeLessThanOrEqual(5);
      }
    }

    expect(deaths.length).toBeGreaterThan(40);
  }, 120_000);

  test("an address that SES does not take is shown on the request", async () => {
    const { desk, mailer, announce, noteUndelivered } = await openMailDesk(bench);
    const { id } = await desk.ask();
    mailer.fateOf = ({ to }) => (to.startsWith("tom") ? "unreachable" : "sent");

    await announce(id);
    await noteUndelivered("email", id);
    await announce(id);

    expect(mailer.sent).toHaveLength(3);
    expect((await desk.find(id)).undelivered).toMatchObject([{ place: tom.id, reason: "no such address" }]);
  });
});
