import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDispatchRequest } from "../../../src/app/dispatch-request.ts";
import { makeRecheckScheduled } from "../../../src/app/start/recheck-scheduled.ts";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import type { Policy } from "../../../src/core/policy/policy.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { sampleInstances } from "../../../src/local/rds/sample-instances.ts";
import { accepted, type Desk, openDesk } from "../../support/desk.ts";
import { makeRunSteps } from "../../support/run-steps.ts";
import { at } from "../../support/sample-instance.ts";
import { freezeInMinutes, inMinutes, timed, windowInMinutes } from "../../support/timed-policy.ts";
import { dana, lena, priya, startWorkbench, tenant, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const id = "prod-reports-01";
const night = windowInMinutes(60, 180);
const windows = { night };

function openTimedDesk(times: Parameters<typeof timed>[1] = {}, options = {}) {
  return openDesk(bench, { policy: timed(bench.policy, { windows, ...times }), ...options });
}

/** The functions as they start anew, with another policy. */
function under(desk: Desk, policy: Policy) {
  const ports = { ...desk.ports, policy };
  const failures: unknown[] = [];
  return {
    dispatch: makeDispatchRequest(ports),
    runOperation: makeRunSteps({ ...ports, times: desk.times }),
    recheck: makeRecheckScheduled({ ...ports, tenant, onFailure: (failure) => failures.push(failure) }),
    failures,
  };
}

/** Moves the desk's clock to the moment. */
function passTo(desk: Desk, moment: Date): void {
  desk.pass((moment.getTime() - desk.now().getTime()) / 1000);
}

async function startNow(desk: Desk, request: ApprovalRequest): Promise<void> {
  await desk.dispatch(request.id);
  await desk.drainRuns();
}

describe("an approved request", () => {
  test("waits for its window, says so, and runs once it is open", async () => {
    const desk = await openTimedDesk();
    const request = await desk.askApproved({ instanceId: id, when: "night" });

    await startNow(desk, request);
    const early = await desk.find(request.id);
    const callsBefore = await desk.rds.changingCalls();
    passTo(desk, inMinutes(60));
    await startNow(desk, request);

    expect(early).toMatchObject({ status: "scheduled", startAt: inMinutes(60) });
    expect(callsBefore).toEqual([]);
    expect((await desk.find(request.id)).status).toBe("executed");
    const events = await desk.events(request.id);
    expect(events.find(({ kind }) => kind === "scheduled")?.details).toEqual({
      start_at: inMinutes(60).toISOString(),
      why: "in the window night",
      is_held: false,
    });
    expect(findBrokenLink(events)).toBeUndefined();
  });

  test("starts at once while its window is open", async () => {
    const desk = await openTimedDesk({ windows: { night: windowInMinutes(-30, 60) } });
    const request = await desk.askApproved({ instanceId: id, when: "night" });

    await startNow(desk, request);

    expect(await desk.eventKinds(request.id)).not.toContain("scheduled");
    expect((await desk.find(request.id)).status).toBe("executed");
  });

  test("waits for its moment", async () => {
    const desk = await openTimedDesk();
    const at = inMinutes(90);
    const request = await desk.askApproved({ instanceId: id, when: at.toISOString().slice(0, 16) });

    await startNow(desk, request);
    const early = await desk.find(request.id);
    passTo(desk, at);
    await startNow(desk, request);

    expect(early).toMatchObject({ status: "scheduled", startAt: at });
    expect((await desk.find(request.id)).status).toBe("executed");
  });

  test("waits for the maintenance window that RDS shows by then, not for the one that it had", async () => {
    const moment = (at: Date) =>
      `${at.toUTCString().slice(0, 3).toLowerCase()}:${at.toISOString().slice(11, 16)}`;
    const weekly = (from: Date, to: Date) => `${moment(from)}-${moment(to)}`;
    const [old, moved] = [weekly(inMinutes(60), inMinutes(120)), weekly(inMinutes(200), inMinutes(260))];
    const instances = sampleInstances.map((spec) =>
      spec.id === id ? { ...spec, maintenanceWindow: moved } : spec,
    );
    const desk = await openTimedDesk({}, { instances });
    const known = await bench.inventory.find(at(id));
    if (!known) throw new Error(`${id} is not there`);
    await bench.inventory.save({ ...known, maintenanceWindow: old });
    const request = await desk.askApproved({ instanceId: id, when: "maintenance" });

    await startNow(desk, request);
    const first = await desk.find(request.id);
    passTo(desk, inMinutes(61));
    await startNow(desk, request);
    const second = await desk.find(request.id);
    passTo(desk, inMinutes(200));
    await startNow(desk, request);

    expect(first).toMatchObject({ status: "scheduled", startAt: inMinutes(60) });
    expect(second).toMatchObject({ status: "scheduled", startAt: inMinutes(200) });
    expect((await desk.find(request.id)).status).toBe("executed");
  });

  test("of low risk that the policy approved at birth is held by a freeze too", async () => {
    const desk = await openTimedDesk({ freezes: [freezeInMinutes(-10, 120)] });
    const request = await desk.ask({ instanceId: "dev-postgres-01" });

    await startNow(desk, request);

    expect(await desk.find(request.id)).toMatchObject({ status: "scheduled", startAt: inMinutes(120) });
  });

  test("is not sent twice to be scheduled, however often its event comes", async () => {
    const desk = await openTimedDesk();
    const request = await desk.askApproved({ instanceId: id, when: "night" });

    await Promise.all(Array.from({ length: 8 }, () => desk.dispatch(request.id)));

    expect((await desk.eventKinds(request.id)).filter((kind) => kind === "scheduled")).toHaveLength(1);
    expect(await desk.runSteps.waiting()).toBe(0);
  });

  test("that is scheduled can be cancelled, and then never runs", async () => {
    const desk = await openTimedDesk();
    const request = await desk.askApproved({ instanceId: id, when: "night" });
    await startNow(desk, request);

    accepted(await desk.cancel(request.id, { by: dana, surface: "slack" }));
    passTo(desk, inMinutes(60));
    await startNow(desk, request);
    await desk.runOperation({ requestId: request.id, step: 0 });

    expect((await desk.find(request.id)).status).toBe("cancelled");
    expect(await desk.rds.changingCalls()).toEqual([]);
  });
});

describe("a start is looked at again under the policy of its moment", () => {
  test("a freeze that came after the approval holds it, and it runs when that is over", async () => {
    const desk = await openTimedDesk();
    const request = await desk.askApproved({ instanceId: id });
    await desk.dispatch(request.id);
    const frozen = under(
      desk,
      timed(bench.policy, { freezes: [freezeInMinutes(-5, 120, { action: "refuse" })] }),
    );

    await desk.drainRuns({ handle: frozen.runOperation });
    const held = await desk.find(request.id);
    const callsBefore = await desk.rds.changingCalls();
    passTo(desk, inMinutes(120));
    await frozen.dispatch(request.id);
    await desk.drainRuns({ handle: frozen.runOperation });

    expect(held).toMatchObject({ status: "scheduled", startAt: inMinutes(120) });
    expect(callsBefore).toEqual([]);
    const events = await desk.events(request.id);
    expect(events.find(({ kind }) => kind === "scheduled")?.details).toMatchObject({
      why: expect.stringMatching(/^after the freeze sales \(the shop is full\) until /),
      is_held: true,
    });
    expect((await desk.find(request.id)).status).toBe("executed");
    expect(await desk.rds.changingCalls()).toHaveLength(1);
  });

  test("many steps that a freeze meets schedule it once", async () => {
    const desk = await openTimedDesk();
    const request = await desk.askApproved({ instanceId: id });
    await desk.dispatch(request.id);
    const frozen = under(desk, timed(bench.policy, { freezes: [freezeInMinutes(-5, 120)] }));

    await desk.drainRuns({ handle: frozen.runOperation, copies: 6 });

    expect((await desk.eventKinds(request.id)).filter((kind) => kind === "scheduled")).toHaveLength(1);
  });

  test("a window that was missed is waited for anew", async () => {
    const desk = await openTimedDesk();
    const request = await desk.askApproved({ instanceId: id, when: "night" });
    await startNow(desk, request);

    passTo(desk, inMinutes(181));
    await startNow(desk, request);

    expect(await desk.find(request.id)).toMatchObject({
      status: "scheduled",
      startAt: inMinutes(60 + 24 * 60),
    });
    expect((await desk.events(request.id)).at(-1)?.details).toMatchObject({
      why: "in the window night",
      is_held: true,
    });
  });

  test("a rule that demands a window by now is kept to", async () => {
    const desk = await openTimedDesk();
    const request = await desk.askApproved({ instanceId: id });
    const stricter = under(desk, timed(bench.policy, { windows, startIn: "night" }));

    await stricter.dispatch(request.id);

    expect(await desk.find(request.id)).toMatchObject({ status: "scheduled", startAt: inMinutes(60) });
  });

  test("what a window was taken from the policy for neither runs nor is lost", async () => {
    const desk = await openTimedDesk();
    const request = await desk.askApproved({ instanceId: id, when: "night" });
    const without = under(desk, timed(bench.policy, { windows: {} }));
    await without.dispatch(request.id);
    const waiting = await desk.find(request.id);

    await under(desk, timed(bench.policy, { windows })).recheck();

    expect(waiting).toMatchObject({ status: "scheduled" });
    expect((await desk.events(request.id)).at(-2)?.details).toMatchObject({
      start_at: expect.stringMatching(/T00:00:00.000Z$/),
      why: "as the policy has no window night; it is looked at again then",
      is_held: true,
    });
    expect(await desk.find(request.id)).toMatchObject({ status: "scheduled", startAt: inMinutes(60) });
  });

  test("a target that has changed goes back to its approvers, and keeps its start", async () => {
    const instances = sampleInstances.map((spec) =>
      spec.id === id ? { ...spec, instanceClass: "db.m6g.2xlarge" } : spec,
    );
    const desk = await openTimedDesk({}, { instances });
    const request = await desk.askApproved({ instanceId: id, when: "night" });
    await startNow(desk, request);
    passTo(desk, inMinutes(60));
    await startNow(desk, request);
    const askedAgain = await desk.find(request.id);

    passTo(desk, inMinutes(190));
    for (const by of [priya, lena]) await desk.approve(await desk.find(request.id), by);
    await startNow(desk, request);

    expect(askedAgain).toMatchObject({ status: "pending", intent: { start: { kind: "window" } } });
    expect(askedAgain.description.facts).toContainEqual({
      label: "Starts",
      value: expect.stringMatching(/^in the window night: every day \d\d:\d\d–\d\d:\d\d UTC$/),
    });
    expect(await desk.find(request.id)).toMatchObject({
      status: "scheduled",
      startAt: inMinutes(60 + 24 * 60),
    });
  });

  test("it starts once though dispatches, redelivered steps and clocks that differ come together", async () => {
    const desk = await openTimedDesk();
    const request = await desk.askApproved({ instanceId: id, when: "night" });
    await startNow(desk, request);
    passTo(desk, inMinutes(60));
    const skewed = [-90, -5, 0, 5, 90].map((seconds) => {
      const now = () => new Date(desk.now().getTime() + seconds * 1000);
      const ports = { ...desk.ports, now };
      return [makeDispatchRequest(ports), makeRunSteps({ ...ports, times: desk.times })] as const;
    });

    await Promise.allSettled(
      skewed.flatMap(([dispatch, run]) => [
        dispatch(request.id),
        run({ requestId: request.id, step: 0 }),
        run({ requestId: request.id, step: 0 }),
      ]),
    );
    await desk.drainRuns({ copies: 2 });

    const kinds = await desk.eventKinds(request.id);
    expect((await desk.find(request.id)).status).toBe("executed");
    expect(kinds.filter((kind) => kind === "claimed")).toHaveLength(1);
    expect(await desk.rds.changingCalls()).toHaveLength(1);
  });
});
