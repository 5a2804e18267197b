import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import type { Submission } from "../../../src/app/submit/submit-request.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import { decisionOf, openDesk } from "../../support/desk.ts";
import { dana, lena, startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const snapshot: Partial<Submission> = { operation: "snapshot", instanceId: "prod-orders-01" };
const reboot: Partial<Submission> = { operation: "reboot", instanceId: "prod-payments-01" };

describe("an unclear answer of RDS", () => {
  test.each([
    ["the call was not carried out", "drop-before", 2],
    ["the call was carried out and its answer lost", "drop-after", 1],
  ])("%s: the run goes on after the lease, and RDS does the work once", async (_what, kind, calls) => {
    for (const [asked, action] of [
      [snapshot, "CreateDBSnapshot"],
      [reboot, "RebootDBInstance"],
    ] as const) {
      const desk = await openDesk(bench);
      const request = await desk.askApproved(asked);
      await desk.rds.fault({ action, kind });
      await desk.dispatch(request.id);

      await desk.drainRuns({ onFailure: () => desk.pass(desk.times.leaseSeconds) });

      expect((await desk.find(request.id)).status).toBe("executed");
      expect(await desk.rds.changingCalls()).toHaveLength(calls);
      expect(await desk.eventKinds(request.id)).toContain("resumed");
    }
  });

  test("a call that hangs is given up, and made again after the lease", async () => {
    const desk = await openDesk(bench, { requestMilliseconds: 300 });
    const request = await desk.askApproved(snapshot);
    await desk.rds.fault({ action: "CreateDBSnapshot", kind: "hang" });
    await desk.dispatch(request.id);
    const failures: unknown[] = [];

    await desk.drainRuns({
      onFailure: (error) => {
        failures.push(error);
        desk.pass(desk.times.leaseSeconds);
      },
    });

    expect(failures).toEqual([expect.any(GatewayError)]);
    expect((await desk.find(request.id)).status).toBe("executed");
  });

  test("of a restart, which events alone tell, is not held against it before they must be there", async () => {
    const desk = await openDesk(bench, { traceSeconds: 300 });
    const request = await desk.askApproved(reboot);
    await desk.rds.fault({ action: "RebootDBInstance", kind: "drop-after" });
    const step = { requestId: request.id, step: 0 };
    await expect(desk.runOperation(step)).rejects.toThrow(GatewayError);
    const blind = { ...desk.rds.gateway, listEvents: async () => [] };

    desk.pass(desk.times.leaseSeconds + 299);
    await desk.runOperationOn(blind)(step);
    const early = await desk.eventKinds(request.id);
    desk.pass(1);
    await desk.runOperation(step);
    await desk.runOperation({ ...step, step: 1 });

    expect(early.at(-1)).toBe("claimed");
    expect(await desk.eventKinds(request.id)).toContain("resumed");
    expect((await desk.find(request.id)).status).toBe("executed");
    expect(await desk.rds.changingCalls()).toHaveLength(1);
  });

  test.each(["Throttling", "ServiceUnavailable", "InternalFailure"])(
    "%s is no refusal: the call is made again",
    async (code) => {
      const desk = await openDesk(bench);
      const request = await desk.askApproved(reboot);
      await desk.rds.fault({ action: "RebootDBInstance", kind: "error", code });
      await desk.dispatch(request.id);

      await desk.drainRuns({ onFailure: () => desk.pass(desk.times.leaseSeconds) });

      expect((await desk.find(request.id)).status).toBe("executed");
      expect(await desk.rds.changingCalls()).toHaveLength(2);
    },
  );

  test("while whoever claimed the run may still be at work, nobody takes it over; the step comes back later", async () => {
    const desk = await openDesk(bench, { leaseSeconds: 600 });
    const request = await desk.askApproved(snapshot);
    await desk.rds.fault({ action: "CreateDBSnapshot", kind: "drop-after" });
    await expect(desk.runOperation({ requestId: request.id, step: 0 })).rejects.toThrow(GatewayError);

    desk.pass(599);
    await desk.runOperation({ requestId: request.id, step: 0 });

    expect((await desk.eventKinds(request.id)).at(-1)).toBe("claimed");
    expect(await desk.runSteps.waiting()).toBe(1);
    expect(await desk.rds.changingCalls()).toHaveLength(1);
  });
});

describe("messages", () => {
  test.each([
    ["snapshot", snapshot],
    ["reboot", reboot],
  ])("that all come twice and at once lead to one %s", async (_what, asked) => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved(asked);
    await Promise.all([desk.dispatch(request.id), desk.dispatch(request.id)]);

    await desk.drainRuns({ copies: 2 });

    const kinds = await desk.eventKinds(request.id);
    expect(await desk.rds.changingCalls()).toHaveLength(1);
    expect(kinds.join(" ")).toMatch(/^created approved approved claimed( progressed)+ completed$/);
    expect(findBrokenLink(await desk.events(request.id))).toBeUndefined();
  });

  test("that are five copies of one look record one step", async () => {
    const desk = await openDesk(bench, { speed: 0.01 });
    const request = await desk.askApproved(snapshot);
    await desk.runOperation({ requestId: request.id, step: 0 });

    const look = { requestId: request.id, step: 1 };
    await Promise.all(Array.from({ length: 5 }, () => desk.runOperation(look)));

    expect((await desk.eventKinds(request.id)).slice(-3)).toEqual(["claimed", "progressed", "progressed"]);
  });

  test.each(["pending", "rejected", "cancelled", "expired"] as const)(
    "for a request that is %s do nothing",
    async (status) => {
      const desk = await openDesk(bench);
      const request = await desk.ask(snapshot);
      if (status === "rejected")
        await desk.decide(request.id, decisionOf(request, { kind: "reject", by: lena, comment: "No." }));
      if (status === "cancelled") await desk.cancel(request.id, { by: dana, surface: "slack" });
      if (status === "expired") await desk.at(request.expiresAt).expire(request.id);
      const before = await desk.find(request.id);

      for (const step of [0, 1, 5]) await desk.runOperation({ requestId: request.id, step });

      expect(before.status).toBe(status);
      expect(await desk.find(request.id)).toEqual(before);
      expect(await desk.rds.calls()).toEqual([]);
      expect(await desk.runSteps.waiting()).toBe(0);
    },
  );

  test("for a request that is not there do nothing", async () => {
    const desk = await openDesk(bench);

    await desk.runOperation({ requestId: newRequestId(), step: 0 });

    expect(await desk.rds.calls()).toEqual([]);
    expect(await desk.runSteps.waiting()).toBe(0);
  });

  test("of long ago change nothing of a run that has ended", async () => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved(snapshot);
    await desk.dispatch(request.id);
    await desk.drainRuns();
    const ended = await desk.find(request.id);

    for (const step of [0, 1, 2, 9]) await desk.runOperation({ requestId: request.id, step });

    expect(await desk.find(request.id)).toEqual(ended);
    expect(await desk.runSteps.waiting()).toBe(0);
  });
});
