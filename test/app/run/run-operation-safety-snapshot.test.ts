import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Submission } from "../../../src/app/submit/submit-request.ts";
import { threadLineOf } from "../../../src/core/announcement.ts";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import { digestOf } from "../../../src/core/intent.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import type { RdsGateway } from "../../../src/operations/frame/rds-gateway.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { drainByMortals } from "../../support/drain-by-mortals.ts";
import { freezeInMinutes, timed, windowInMinutes } from "../../support/timed-policy.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const larger: Partial<Submission> = {
  operation: "class",
  instanceId: "prod-reports-01",
  parameters: { instance_class: "db.m6g.xlarge", apply_immediately: "yes" },
};

async function actionsOf(desk: Desk): Promise<readonly string[]> {
  return (await desk.rds.changingCalls()).map(({ action }) => action);
}

async function runThrough(desk: Desk, asked: Partial<Submission> = larger): Promise<ApprovalRequest> {
  const request = await desk.askApproved(asked);
  await desk.dispatch(request.id);
  await desk.drainRuns();
  return desk.find(request.id);
}

function factOf({ description }: ApprovalRequest, wanted: string): string | undefined {
  return description.facts.find(({ label }) => label === wanted)?.value;
}

describe("a high-risk change", () => {
  test("is made after a snapshot of its own, which is approved with it and named at the end", async () => {
    const desk = await openDesk(bench, { speed: 100 });
    const request = await desk.askApproved(larger);

    await desk.dispatch(request.id);
    await desk.drainRuns();

    const snapshotId = `prod-reports-01-before-${request.id}`;
    expect(factOf(request, "Safety snapshot")).toBe(`${snapshotId}, made first`);
    expect(request.intent).toMatchObject({ safetySnapshot: snapshotId });
    expect(request.digest).toBe(digestOf(request.intent));
    expect(await desk.rds.changingCalls()).toMatchObject([
      {
        action: "CreateDBSnapshot",
        parameters: {
          DBInstanceIdentifier: "prod-reports-01",
          DBSnapshotIdentifier: snapshotId,
          "Tags.Tag.1.Key": "countersign:request-id",
          "Tags.Tag.1.Value": request.id,
        },
      },
      { action: "ModifyDBInstance", parameters: { DBInstanceClass: "db.m6g.xlarge" } },
    ]);
    expect(await desk.find(request.id)).toMatchObject({
      status: "executed",
      outcome: {
        facts: [
          { label: "Safety snapshot", value: snapshotId },
          { label: "Its ARN", value: `arn:aws:rds:eu-central-1:123456789012:snapshot:${snapshotId}` },
          { label: "Verified class", value: "db.m6g.xlarge" },
        ],
      },
    });
    expect(findBrokenLink(await desk.events(request.id))).toBeUndefined();
  });

  test("tells both of its stages in the thread", async () => {
    const desk = await openDesk(bench, { speed: 50 });

    const request = await runThrough(desk);

    const lines = (await desk.events(request.id)).flatMap((event) => threadLineOf(event)?.text ?? []);
    const snapshotId = `prod-reports-01-before-${request.id}`;
    expect(lines.slice(0, 2)).toEqual([
      "Started.",
      `First, RDS is creating the safety snapshot ${snapshotId}.`,
    ]);
    const turn = lines.indexOf(`The safety snapshot ${snapshotId} is there. Now comes the change itself.`);
    expect(turn).toBeGreaterThan(1);
    expect(
      lines.slice(2, turn).every((line) => /% · safety snapshot creating$|still backing-up$/.test(line)),
    ).toBe(true);
    expect(lines[turn + 1]).toBe("RDS has taken the modification of prod-reports-01.");
  });

  test("has none when the policy switches it off, or when it is a member of a cluster, which the card says", async () => {
    const desk = await openDesk(bench);
    const off = { ...bench.policy, defaults: { ...bench.policy.defaults, safety_snapshot: [] } };
    const unguarded = await openDesk(bench, { policy: off });

    const member = await desk.ask({
      ...larger,
      instanceId: "prod-catalog-1",
      parameters: { instance_class: "db.r6g.xlarge" },
    });
    const without = await runThrough(unguarded);

    expect(factOf(member, "Safety snapshot")).toBe("none: it is backed up with its cluster prod-catalog");
    expect(member.intent).not.toHaveProperty("safetySnapshot");
    expect(without.status).toBe("executed");
    expect(without.intent).not.toHaveProperty("safetySnapshot");
    expect(await actionsOf(unguarded)).toEqual(["ModifyDBInstance"]);
  });
});

describe.each(["before", "after"] as const)("when the process dies %s a call", (end) => {
  test("there is one snapshot and one change, at every third of them", async () => {
    let died = true;
    let calls = 0;
    for (; died; calls += 3) {
      const desk = await openDesk(bench);
      const request = await desk.askApproved(larger);
      await desk.dispatch(request.id);
      died = (await drainByMortals(desk, { calls, end })) > 0;

      expect(await desk.find(request.id)).toMatchObject({ status: "executed" });
      expect(await actionsOf(desk)).toEqual(["CreateDBSnapshot", "ModifyDBInstance"]);
      expect((await desk.eventKinds(request.id)).join(" ")).toMatch(
        /^created approved approved claimed( resumed| progressed)* completed$/,
      );
    }

    expect(calls).toBeGreaterThan(20);
  }, 60_000);
});

test("every message that comes twice and at once leads to one snapshot and one change", async () => {
  const desk = await openDesk(bench);
  const request = await desk.askApproved(larger);
  await Promise.all([desk.dispatch(request.id), desk.dispatch(request.id)]);

  await desk.drainRuns({ copies: 3 });

  expect((await desk.find(request.id)).status).toBe("executed");
  expect(await actionsOf(desk)).toEqual(["CreateDBSnapshot", "ModifyDBInstance"]);
});

describe("without its snapshot nothing else is changed", () => {
  test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ["RDS refuses it", { kind: "error", code: "SnapshotQuotaExceeded" }, /no room for another snapshot/],
    ["RDS cannot make it", { kind: "fail-snapshot" }, /marked the snapshot prod-reports-01-before-/],
  ])("when %s", async (_what, fault, why) => {
    const desk = await openDesk(bench);
    await desk.rds.fault({ action: "CreateDBSnapshot", ...fault });

    const request = await runThrough(desk);

    expect(request).toMatchObject({
      status: "failed",
      outcome: {
        result: "failed",
        guidance: expect.stringMatching(
          new RegExp(
            `^The safety snapshot could not be made, so nothing else was changed\\. .*${why.source}`,
          ),
        ),
      },
    });
    expect(await actionsOf(desk)).toEqual(["CreateDBSnapshot"]);
  });

  test("when it is not there within two hours, and not before", async () => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved(larger);
    await desk.rds.fault({ action: "CreateDBSnapshot", kind: "stuck" });
    await desk.runOperation({ requestId: request.id, step: 0 });

    desk.pass(7190);
    for (const step of await desk.runSteps.take()) await desk.runOperation(step);
    const before = await desk.find(request.id);
    desk.pass(11);
    await desk.drainRuns();

    expect(before.status).toBe("executing");
    expect(await desk.find(request.id)).toMatchObject({
      status: "failed",
      outcome: {
        result: "timeout",
        guidance: expect.stringContaining("was not there within 2 h, so nothing else was changed"),
        facts: [{ label: "Safety snapshot" }, { label: "Its ARN" }],
      },
    });
    expect(await actionsOf(desk)).toEqual(["CreateDBSnapshot"]);
  });

  test("when RDS answers no question about it any more", async () => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved(larger);
    await desk.runOperation({ requestId: request.id, step: 0 });
    await desk.rds.fault({ action: "DescribeDBSnapshots", kind: "error", code: "AccessDenied", times: 100 });

    desk.pass(7201);
    await expect(desk.runOperation({ requestId: request.id, step: 1 })).rejects.toThrow();

    expect(await desk.find(request.id)).toMatchObject({
      outcome: { guidance: expect.stringContaining("whether the safety snapshot was made. Nothing else") },
    });
  });
});

/** RDS as it is, but for what it says of the instance. */
function showing(
  gateway: RdsGateway,
  changes: Partial<Awaited<ReturnType<RdsGateway["findInstance"]>>>,
): RdsGateway {
  return {
    ...gateway,
    findInstance: async (...asked) => {
      const found = await gateway.findInstance(...asked);
      return found && { ...found, ...changes };
    },
  };
}

/** A run whose snapshot is there, and nobody has looked yet. */
async function withSnapshotMade(desk: Desk): Promise<ApprovalRequest> {
  const request = await desk.askApproved(larger);
  await desk.runOperation({ requestId: request.id, step: 0 });
  await expect
    .poll(async () => {
      const place = { account: "123456789012", region: "eu-central-1" };
      return (await desk.rds.gateway.findSnapshot(place, `prod-reports-01-before-${request.id}`))?.status;
    })
    .toBe("available");
  return request;
}

test("a database that changes while its snapshot is made is left alone, and the reader is told of both", async () => {
  const desk = await openDesk(bench);
  const request = await withSnapshotMade(desk);
  const changed = showing(desk.rds.gateway, { instanceClass: "db.m6g.4xlarge" });

  await desk.runOperationOn(changed)({ requestId: request.id, step: 1 });

  expect(await desk.find(request.id)).toMatchObject({
    status: "failed",
    outcome: {
      guidance: expect.stringMatching(
        /^While the safety snapshot was made, .*class db\.m6g\.large → db\.m6g\.4xlarge\. Only the snapshot was made\./,
      ),
      facts: [{ label: "Safety snapshot" }, { label: "Its ARN" }],
    },
  });
  expect(await actionsOf(desk)).toEqual(["CreateDBSnapshot"]);
});

test.each([
  ["a freeze has begun", { freezes: [freezeInMinutes(60, 600)] }, "after the freeze sales"],
  [
    "its window has closed",
    { windows: { night: windowInMinutes(-10, 60) }, startIn: "night" },
    "in the window night",
  ],
])("when %s while its snapshot was made, nothing else is done", async (_what, times, why) => {
  const desk = await openDesk(bench, { policy: timed(bench.policy, times) });
  const request = await withSnapshotMade(desk);
  desk.pass(3600 + 60);

  await desk.runOperation({ requestId: request.id, step: 1 });

  expect(await desk.find(request.id)).toMatchObject({
    status: "failed",
    outcome: {
      guidance: expect.stringMatching(
        new RegExp(
          `^While the safety snapshot was made, the time for prod-reports-01 was over: .*, ${why}.* Only the snapshot was made\\.`,
        ),
      ),
      facts: [{ label: "Safety snapshot" }, { label: "Its ARN" }],
    },
  });
  expect(await actionsOf(desk)).toEqual(["CreateDBSnapshot"]);
});

test("an instance that is still at its backup is waited for", async () => {
  const desk = await openDesk(bench);
  const request = await withSnapshotMade(desk);

  await desk.runOperationOn(showing(desk.rds.gateway, { status: "backing-up" }))({
    requestId: request.id,
    step: 1,
  });
  const during = await desk.events(request.id);
  await desk.drainRuns();

  expect(during.at(-1)?.details).toMatchObject({
    text: "safety snapshot made, instance still backing-up",
  });
  expect((await desk.find(request.id)).status).toBe("executed");
});

test("the change has its whole time, however long its snapshot took", async () => {
  const desk = await openDesk(bench);
  const request = await withSnapshotMade(desk);
  await desk.rds.fault({ action: "ModifyDBInstance", kind: "stuck" });
  desk.pass(7000);
  await desk.runSteps.take();
  await desk.runOperation({ requestId: request.id, step: 1 });

  desk.pass(44 * 60);
  for (const step of await desk.runSteps.take()) await desk.runOperation(step);
  const before = await desk.find(request.id);
  desk.pass(120);
  await desk.drainRuns();

  expect(before.status).toBe("executing");
  expect(await desk.find(request.id)).toMatchObject({
    status: "failed",
    outcome: { result: "timeout", facts: [{ label: "Safety snapshot" }, { label: "Its ARN" }] },
  });
});

test("a drift that raises the risk to high adds the snapshot, and the approvers read of it", async () => {
  const desk = await openDesk(bench);
  const request = await desk.askApproved({
    ...larger,
    instanceId: "staging-orders-01",
    parameters: { instance_class: "db.r6g.2xlarge", apply_immediately: "yes" },
  });
  const drifted = showing(desk.rds.gateway, { pending: { allocatedStorageGib: 150 } });

  await desk.runOperationOn(drifted)({ requestId: request.id, step: 0 });

  const asked = await desk.find(request.id);
  expect([request.risk, asked.risk]).toEqual(["medium", "high"]);
  expect(request.intent).not.toHaveProperty("safetySnapshot");
  expect(asked.intent).toMatchObject({ safetySnapshot: `staging-orders-01-before-${request.id}` });
  expect(factOf(asked, "Safety snapshot")).toBe(`staging-orders-01-before-${request.id}, made first`);
});
