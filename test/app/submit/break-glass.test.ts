import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accepted, openDesk, submissionOf } from "../../support/desk.ts";
import { freezeInMinutes, timed } from "../../support/timed-policy.ts";
import { dana, lena, priya, startWorkbench, tom, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const emergency = {
  operation: "reboot_instance",
  instanceId: "prod-orders-01",
  by: lena,
  breakGlass: { incident: " INC-123 " },
};

describe("an emergency", () => {
  test("runs at once without its approvals, and is reviewed by two others", async () => {
    const desk = await openDesk(bench);

    const request = await desk.ask(emergency);
    await desk.dispatch(request.id);
    await desk.drainRuns();
    const done = await desk.find(request.id);
    for (const by of [lena, priya, tom]) {
      await desk.reviewEmergency(request.id, { verdict: "confirm", by, surface: "slack", comment: "" });
    }

    expect(request).toMatchObject({
      status: "approved",
      incident: "INC-123",
      requirement: { approvals: 0, breakGlass: { approvalsSkipped: 2, ignoresFreezes: true } },
    });
    expect(done.status).toBe("executed");
    expect((await desk.find(request.id)).reviews).toMatchObject([{ by: priya }, { by: tom }]);
    expect((await desk.events(request.id)).slice(-3)).toMatchObject([
      { kind: "refused", actor: lena.id, details: { refusal: "self-review", attempt: "confirm" } },
      { kind: "reviewed", actor: priya.id },
      { kind: "reviewed", actor: tom.id },
    ]);
  });

  test("that nobody reviews is overdue after a day, once, by the due list", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask(emergency);
    await desk.dispatch(request.id);
    await desk.drainRuns();

    desk.pass(24 * 3600 - 120);
    await desk.workOffDue(100);
    const before = await desk.eventKinds(request.id);
    desk.pass(300);
    for (let times = 1; times <= 3; times += 1) await desk.workOffDue(100);

    expect(before).not.toContain("review-overdue");
    expect((await desk.eventKinds(request.id)).filter((kind) => kind === "review-overdue")).toHaveLength(1);
  });

  test("goes past a freeze where the policy says so, and is held by it where it says that", async () => {
    const frozen = timed(bench.policy, { freezes: [freezeInMinutes(-10, 300)] });
    const kept = { ...frozen, break_glass: { ...frozen.break_glass, freezes: "kept" } } as typeof frozen;
    const [open, held] = [await openDesk(bench, { policy: frozen }), await openDesk(bench, { policy: kept })];

    const [now, later] = [await open.ask(emergency), await held.ask(emergency)];
    await open.dispatch(now.id);
    await held.dispatch(later.id);

    expect((await open.find(now.id)).status).toBe("approved");
    expect((await held.find(later.id)).status).toBe("scheduled");
  });

  test.each([
    ["by somebody else", { by: dana }, { kind: "no-break-glass", groups: ["sre-oncall"] }],
    ["without an incident", { breakGlass: { incident: " " } }, { kind: "incident-required" }],
    ["with a long one", { breakGlass: { incident: "x".repeat(101) } }, { kind: "text-too-long" }],
    ["without a reason", { justification: " " }, { kind: "justification-required" }],
    ["later", { when: "night" }, { kind: "invalid-parameters" }],
    ["for several instances", { instanceId: "prod-*" }, { kind: "invalid-parameters" }],
  ])("is refused %s", async (_what, changes, error) => {
    const desk = await openDesk(bench);

    expect(await desk.submit(submissionOf({ ...emergency, ...changes }))).toMatchObject({ ok: false, error });
  });

  test("is denied by a rule that denies, unless that allows it", async () => {
    const denying = { ...bench.policy.rules[0], name: "never", deny: "the audit runs", when: {} };
    const under = async (rule: object) => {
      const policy = { ...bench.policy, rules: [{ ...denying, ...rule }] } as typeof bench.policy;
      return (await openDesk(bench, { policy })).submit(submissionOf(emergency));
    };

    expect(await under({})).toMatchObject({ error: { kind: "denied", rule: "never" } });
    expect((await under({ break_glass: "allowed" })).ok).toBe(true);
  });
});

describe("a template", () => {
  test("that is pre-approved runs for its groups without anybody's approval", async () => {
    const desk = await openDesk(bench);
    const asked = { operation: "", template: "nightly-snapshot", justification: "" };

    const request = accepted(await desk.submit(submissionOf({ ...asked, by: lena })));
    const several = accepted(
      await desk.submit(submissionOf({ ...asked, by: lena, instanceId: "prod-orders-01,prod-payments-01" })),
    );
    const stranger = await desk.submit(submissionOf({ ...asked, by: dana }));
    const elsewhere = await desk.submit(submissionOf({ ...asked, by: lena, instanceId: "dev-postgres-01" }));

    expect(await desk.find(request.id)).toMatchObject({
      status: "approved",
      template: "nightly-snapshot",
      justification: "The snapshot before the nightly batch.",
      requirement: { autoApprovedBy: "template nightly-snapshot" },
    });
    expect((await desk.events(request.id))[0]?.details).toMatchObject({ template: "nightly-snapshot" });
    expect(await desk.find(several.id)).toMatchObject({ status: "pending", template: "nightly-snapshot" });
    expect(stranger).toMatchObject({ error: { kind: "not-your-template" } });
    expect(elsewhere).toMatchObject({ error: { kind: "template-elsewhere" } });
  });
});
