import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Submission } from "../../../src/app/submit/submit-request.ts";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import type { RequestId } from "../../../src/core/request.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const snapshot: Partial<Submission> = { operation: "snapshot", instanceId: "prod-orders-01" };
const reboot: Partial<Submission> = {
  operation: "reboot",
  instanceId: "prod-payments-01",
  parameters: { force_failover: "yes" },
};

/** Slow enough that what was started is still under way when it is looked at. */
const slow = { speed: 0.01 } as const;

function startRun(desk: Desk, requestId: RequestId) {
  return desk.runOperation({ requestId, step: 0 });
}

async function outcomeOf(desk: Desk, id: RequestId) {
  const request = await desk.find(id);
  if (request.status !== "executed" && request.status !== "failed") throw new Error(`is ${request.status}`);
  return request.outcome;
}

describe("a run to its end", () => {
  test("makes the snapshot, tells each step in order, and ends with the ARN and the time it took", async () => {
    const desk = await openDesk(bench, { speed: 100 });
    const request = await desk.askApproved(snapshot);
    await startRun(desk, request.id);
    desk.pass(42);

    await desk.drainRuns();

    const id = `prod-orders-01-${request.id}`;
    expect(await outcomeOf(desk, request.id)).toEqual({
      result: "available",
      // The look itself takes a moment, more on a busy machine.
      durationSeconds: expect.closeTo(42, -1),
      facts: [
        { label: "Snapshot", value: id },
        { label: "ARN", value: `arn:aws:rds:eu-central-1:123456789012:snapshot:${id}` },
        { label: "Created", value: expect.stringMatching(/^\d{4}-\d\d-\d\d /) },
      ],
      details: {
        snapshot_arn: `arn:aws:rds:eu-central-1:123456789012:snapshot:${id}`,
        snapshot_create_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
      guidance: "",
    });
    const events = await desk.events(request.id);
    expect(events.map(({ kind }) => kind).join(" ")).toMatch(
      /^created approved approved claimed( progressed)+ completed$/,
    );
    expect(events[4]?.details).toEqual({ step: 1, text: `RDS is creating the snapshot ${id}.` });
    expect(events.at(-1)).toMatchObject({ actor: "system:run", details: { duration_seconds: 42 } });
    expect(findBrokenLink(events)).toBeUndefined();
  });

  test("counts its steps without a gap and shows how far RDS is", async () => {
    const desk = await openDesk(bench, { speed: 20 });
    const request = await desk.askApproved(snapshot);
    await desk.dispatch(request.id);

    await desk.drainRuns();

    const steps = (await desk.events(request.id)).filter(({ kind }) => kind === "progressed");
    expect(steps.map(({ details }) => details.step)).toEqual(steps.map((_, index) => index + 1));
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.at(-1)?.details).toMatchObject({
      text: "snapshot creating",
      percent: expect.any(Number),
    });
  });

  test("reboots the instance with failover and tells when it was restarted", async () => {
    const desk = await openDesk(bench, { speed: 100 });
    const request = await desk.askApproved(reboot);
    await desk.dispatch(request.id);

    await desk.drainRuns();

    expect(await outcomeOf(desk, request.id)).toMatchObject({
      result: "available",
      facts: [{ label: "Restarted", value: expect.stringMatching(/^\d{4}-\d\d-\d\d /) }],
    });
    expect((await desk.eventKinds(request.id)).join(" ")).toMatch(
      /^created approved approved claimed( progressed)+ completed$/,
    );
    expect(await desk.rds.changingCalls()).toMatchObject([
      {
        action: "RebootDBInstance",
        parameters: { DBInstanceIdentifier: "prod-payments-01", ForceFailover: "true" },
      },
    ]);
  });

  test("calls RDS with just what was approved, and marks the snapshot as the request's", async () => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved({ ...snapshot, parameters: { snapshot_id: "Before-Migration" } });
    await desk.dispatch(request.id);

    await desk.drainRuns();

    expect(await desk.rds.changingCalls()).toMatchObject([
      {
        parameters: {
          DBInstanceIdentifier: "prod-orders-01",
          DBSnapshotIdentifier: "before-migration",
          "Tags.Tag.1.Key": "countersign:request-id",
          "Tags.Tag.1.Value": request.id,
        },
      },
    ]);
  });

  test("waits the poll's time between two looks", async () => {
    const desk = await openDesk(bench, { ...slow, pollSeconds: 600 });
    const request = await desk.askApproved(snapshot);

    await startRun(desk, request.id);

    expect(await desk.runSteps.waiting()).toBe(1);
    expect(await desk.runSteps.take()).toEqual([]);
  });
});

describe("a run that does not succeed", () => {
  test.each([
    ["SnapshotQuotaExceeded", /no room for another snapshot.*\(SnapshotQuotaExceeded: /],
    ["InvalidDBInstanceState", /busy or stopped.*\(InvalidDBInstanceState: /],
    ["AccessDenied", /extend its role.*rds:CreateDBSnapshot/],
    ["DBSecurityGroupNotFoundFault", /nothing was changed\. \(DBSecurityGroupNotFound: /],
  ])("fails with what to do about it when RDS says %s", async (code, guidance) => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved(snapshot);
    await desk.rds.fault({ action: "CreateDBSnapshot", kind: "error", code });

    await startRun(desk, request.id);

    expect(await outcomeOf(desk, request.id)).toMatchObject({
      result: "failed",
      guidance: expect.stringMatching(guidance),
    });
    expect((await desk.eventKinds(request.id)).slice(-2)).toEqual(["claimed", "failed"]);
    expect(await desk.runSteps.waiting()).toBe(0);
  });

  test("fails when a snapshot of that name is another's, and does not claim it", async () => {
    const desk = await openDesk(bench);
    const asked = { ...snapshot, parameters: { snapshot_id: "nightly" } };
    const first = await desk.askApproved(asked);
    await desk.dispatch(first.id);
    await desk.drainRuns();
    const second = await desk.askApproved(asked);
    await desk.dispatch(second.id);

    await desk.drainRuns();

    expect(await outcomeOf(desk, second.id)).toMatchObject({
      result: "failed",
      guidance: expect.stringContaining("not this request's"),
    });
  });

  test("fails when RDS marks the snapshot as failed", async () => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved(snapshot);
    await desk.rds.fault({ action: "CreateDBSnapshot", kind: "fail-snapshot" });
    await desk.dispatch(request.id);

    await desk.drainRuns();

    expect(await outcomeOf(desk, request.id)).toMatchObject({
      result: "failed",
      guidance: expect.stringContaining("marked the snapshot"),
    });
  });

  test.each([
    ["snapshot", snapshot, "CreateDBSnapshot"],
    ["reboot", reboot, "RebootDBInstance"],
  ])("ends a %s as timed out once its time is over, and not before", async (_what, asked, action) => {
    const desk = await openDesk(bench, { patienceSeconds: 300 });
    const request = await desk.askApproved(asked);
    await desk.rds.fault({ action, kind: "stuck" });
    await startRun(desk, request.id);

    desk.pass(290);
    for (const step of await desk.runSteps.take()) await desk.runOperation(step);
    const before = await desk.find(request.id);
    desk.pass(11);
    await desk.drainRuns();

    expect(before.status).toBe("executing");
    expect(await outcomeOf(desk, request.id)).toMatchObject({
      result: "timeout",
      durationSeconds: expect.toSatisfy((seconds: number) => seconds >= 301 && seconds < 330),
      guidance: expect.stringContaining("within 5 min"),
    });
  });

  test("names the snapshot that RDS is still making when the time is over", async () => {
    const desk = await openDesk(bench, slow);
    const request = await desk.askApproved(snapshot);
    await startRun(desk, request.id);

    desk.pass(301);
    await desk.drainRuns();

    const id = `prod-orders-01-${request.id}`;
    expect(await outcomeOf(desk, request.id)).toMatchObject({
      result: "timeout",
      facts: [
        { label: "Snapshot", value: id },
        { label: "ARN", value: `arn:aws:rds:eu-central-1:123456789012:snapshot:${id}` },
      ],
    });
  });

  test("ends when RDS answers no question any more after it was called", async () => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved(snapshot);
    await startRun(desk, request.id);
    await desk.rds.fault({ action: "DescribeDBSnapshots", kind: "error", code: "AccessDenied", times: 100 });

    desk.pass(291);
    await expect(desk.runOperation({ requestId: request.id, step: 1 })).rejects.toThrow();
    const before = await desk.find(request.id);
    desk.pass(70);
    await expect(desk.runOperation({ requestId: request.id, step: 1 })).rejects.toThrow();

    expect(before.status).toBe("executing");
    expect(await outcomeOf(desk, request.id)).toMatchObject({
      result: "timeout",
      guidance: expect.stringContaining("nobody can say whether it was done"),
    });
    expect(await desk.rds.changingCalls()).toHaveLength(1);
  });

  test("does not start while its target cannot be compared with what was approved", async () => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved(snapshot);
    await desk.rds.fault({ action: "DescribeDBInstances", kind: "error", code: "AccessDenied", times: 4 });

    await expect(desk.runOperation({ requestId: request.id, step: 0 })).rejects.toThrow();

    expect((await desk.find(request.id)).status).toBe("approved");
    expect(await desk.rds.changingCalls()).toEqual([]);
  });

  test("does nothing to an instance that is gone", async () => {
    const desk = await openDesk(bench, { instances: [] });
    const request = await desk.askApproved(reboot);

    await startRun(desk, request.id);

    expect(await outcomeOf(desk, request.id)).toMatchObject({
      result: "failed",
      guidance: expect.stringContaining("no longer there"),
    });
    expect(await desk.rds.changingCalls()).toEqual([]);
  });
});
