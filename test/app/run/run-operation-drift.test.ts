import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPolicy } from "../../../src/app/files/read-policy.ts";
import type { Submission } from "../../../src/app/submit/submit-request.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { create } from "../../../src/core/transitions/create.ts";
import { sampleInstances } from "../../../src/local/rds/sample-instances.ts";
import type { Instance } from "../../../src/local/rds/world.ts";
import { policyText } from "../../core/policy/sample-policy.ts";
import { accepted, type Desk, decisionOf, openDesk } from "../../support/desk.ts";
import { at } from "../../support/sample-instance.ts";
import { freezeInMinutes, timed } from "../../support/timed-policy.ts";
import { lena, priya, startWorkbench, tom, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const id = "prod-reports-01";
const snapshot: Partial<Submission> = { operation: "snapshot", instanceId: id };

/** RDS with one instance that is not any more as the inventory has it. */
function changedTo(changes: Partial<Instance>, changedId: string = id) {
  return {
    instances: sampleInstances.map((spec) => (spec.id === changedId ? { ...spec, ...changes } : spec)),
  };
}

const larger = changedTo({ instanceClass: "db.m6g.2xlarge" });
const classDifference = { label: "class", value: "db.m6g.large → db.m6g.2xlarge" };

function run(desk: Desk, request: ApprovalRequest) {
  return desk.runOperation({ requestId: request.id, step: 0 });
}

async function approveAgain(desk: Desk, request: ApprovalRequest) {
  for (const by of [priya, lena]) await desk.approve(await desk.find(request.id), by);
}

describe("a target that is not as it was approved", () => {
  test.each<[string, Partial<Instance>, readonly string[]]>([
    ["its class", { instanceClass: "db.m6g.2xlarge" }, ["class: db.m6g.large → db.m6g.2xlarge"]],
    ["Multi-AZ", { multiAz: true }, ["multi az: off → on"]],
    ["its engine version", { engineVersion: "16.6" }, ["engine version: 16.4 → 16.6"]],
    [
      "its storage",
      { storageType: "io2", allocatedStorage: 200, iops: 9000 },
      ["storage type: gp3 → io2", "storage gib: 100 → 200", "iops: 3000 → 9000"],
    ],
    [
      "what is pending",
      { pending: { instanceClass: "db.m6g.xlarge" } },
      ["pending class: none → db.m6g.xlarge"],
    ],
    ["pending parameters", { parameterApplyStatus: "pending-reboot" }, ["pending parameters: off → on"]],
  ])("in %s is not touched, and its approvers are asked again", async (_what, changes, differences) => {
    const desk = await openDesk(bench, changedTo(changes));
    const request = await desk.askApproved(snapshot);

    await run(desk, request);

    const asked = await desk.find(request.id);
    expect(asked).toMatchObject({ status: "pending", decisions: [] });
    expect(asked.differences.map(({ label, value }) => `${label}: ${value}`)).toEqual(differences);
    expect(asked.digest).not.toBe(request.digest);
    expect(await desk.rds.changingCalls()).toEqual([]);
    expect(await desk.runSteps.waiting()).toBe(0);
  });

  test("runs once it is approved again, with the digest of that approval", async () => {
    const desk = await openDesk(bench, larger);
    const request = await desk.askApproved(snapshot);
    await run(desk, request);

    await approveAgain(desk, request);
    await desk.dispatch(request.id);
    await desk.drainRuns();

    const events = await desk.events(request.id);
    expect(events.map(({ kind }) => kind).join(" ")).toMatch(
      /^created approved approved drifted approved approved claimed( progressed)+ completed$/,
    );
    const asked = await desk.find(request.id);
    expect(events.find(({ kind }) => kind === "claimed")?.details.digest).toBe(asked.digest);
    expect(events.find(({ kind }) => kind === "drifted")?.details).toMatchObject({
      old_digest: request.digest,
      new_digest: asked.digest,
      differences: [classDifference],
    });
    expect(await desk.rds.changingCalls()).toHaveLength(1);
    expect(findBrokenLink(events)).toBeUndefined();
  });

  test("is described to the approvers as it is now, and gives them their whole time", async () => {
    const desk = await openDesk(bench, larger);
    const request = await desk.askApproved(snapshot);
    desk.pass(3600);

    await run(desk, request);

    const asked = await desk.find(request.id);
    const instance = asked.description.facts.find(({ label }) => label === "Instance");
    const drifted = (await desk.events(request.id)).at(-1);
    expect(instance?.value).toContain("db.m6g.2xlarge");
    expect(asked.expiresAt.getTime() - (drifted?.at.getTime() ?? 0)).toBe(24 * 3_600_000);
  });

  test("is told to who still has the old form open: the request has changed", async () => {
    const desk = await openDesk(bench, larger);
    const request = await desk.askApproved(snapshot);
    await run(desk, request);

    const outcome = await desk.decide(request.id, decisionOf(request, { by: tom }));

    expect(outcome).toEqual({ ok: false, error: { kind: "changed-since-seen" } });
    expect((await desk.find(request.id)).decisions).toEqual([]);
  });

  test("is asked about once, however often and at once its step is delivered", async () => {
    const desk = await openDesk(bench, larger);
    const request = await desk.askApproved(snapshot);
    await Promise.all([desk.dispatch(request.id), desk.dispatch(request.id)]);

    await desk.drainRuns({ copies: 4 });
    await run(desk, request);

    expect(await desk.eventKinds(request.id)).toEqual(["created", "approved", "approved", "drifted"]);
    expect(await desk.rds.changingCalls()).toEqual([]);
  });

  test("that needs no approval is run as it is now, with what has changed on the record", async () => {
    const desk = await openDesk(bench, changedTo({ instanceClass: "db.t4g.large" }, "dev-postgres-01"));
    const request = await desk.ask({ ...snapshot, instanceId: "dev-postgres-01" });
    await Promise.all(Array.from({ length: 3 }, () => run(desk, request)));
    const asked = await desk.find(request.id);

    await desk.dispatch(request.id);
    await desk.drainRuns();

    expect(asked).toMatchObject({ status: "approved", differences: [{ label: "class" }] });
    expect((await desk.eventKinds(request.id)).join(" ")).toMatch(
      /^created drifted claimed( progressed)+ completed$/,
    );
    expect(await desk.rds.changingCalls()).toHaveLength(1);
  });

  test("is not claimed by a step that had looked before it was asked again", async () => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved(snapshot);
    const rds = {
      ...desk.rds.gateway,
      findInstance: async (...place: Parameters<typeof desk.rds.gateway.findInstance>) => {
        const seen = await desk.rds.gateway.findInstance(...place);
        await overtake();
        return seen;
      },
    };
    const overtake = async () => {
      const { gateway } = await desk.openRds(larger);
      await desk.runOperationOn(gateway)({ requestId: request.id, step: 0 });
      await approveAgain(desk, request);
    };

    await desk.runOperationOn(rds)({ requestId: request.id, step: 0 });

    expect((await desk.find(request.id)).status).toBe("approved");
    expect((await desk.eventKinds(request.id)).at(-1)).toBe("approved");
    expect(await desk.rds.changingCalls()).toEqual([]);
  });
});

describe("what is material to one operation", () => {
  const retention = { operation: "retention", instanceId: id, parameters: { retention_days: "14" } };

  test("is what it sets: more days in between would be cut, and the way back would lead elsewhere", async () => {
    const desk = await openDesk(bench, changedTo({ backupRetentionPeriod: 35 }));
    const request = await desk.askApproved(retention);

    await run(desk, request);

    const asked = await desk.find(request.id);
    expect(asked.differences).toEqual([{ label: "backup retention days", value: "7 → 35" }]);
    expect(asked.description.effect).toContain("Deletes the automated backups that are older than 14 days");
    expect(asked.inverse?.parameters).toMatchObject({ retention_days: 35 });
    expect(await desk.rds.changingCalls()).toEqual([]);
  });

  test("is the parameter group whose pending parameters a restart applies", async () => {
    const desk = await openDesk(bench, changedTo({ parameterGroup: "reports-postgres16" }));
    const request = await desk.askApproved({ operation: "reboot", instanceId: id });

    await run(desk, request);

    const [difference] = (await desk.find(request.id)).differences;
    expect(difference?.label).toBe("parameter group");
  });

  test("leaves another operation alone", async () => {
    const desk = await openDesk(bench, changedTo({ backupRetentionPeriod: 35 }));
    const request = await desk.askApproved(snapshot);

    await desk.dispatch(request.id);
    await desk.drainRuns();

    expect((await desk.find(request.id)).status).toBe("executed");
  });
});

test.each([
  ["needs approval", id, [priya, lena]],
  ["needs none", "dev-postgres-01", []],
])(
  "another instance under the same name is nobody's wish, and what %s fails without a call",
  async (_what, instanceId, approvers) => {
    const desk = await openDesk(bench, changedTo({ resourceId: "db-NEW" }, instanceId));
    const request = await desk.ask({ ...snapshot, instanceId });
    for (const by of approvers) await desk.approve(request, by);

    await run(desk, request);
    await run(desk, request);

    expect(await desk.find(request.id)).toMatchObject({
      status: "failed",
      outcome: { guidance: expect.stringContaining("is another instance now") },
    });
    expect(await desk.rds.changingCalls()).toEqual([]);
  },
);

describe("a target for which nobody can be asked again", () => {
  test("as what was asked for makes no sense on it, ends the run without a call, and says why", async () => {
    const desk = await openDesk(bench, larger);
    const parameters = { instance_class: "db.m6g.2xlarge" };
    const request = await desk.askApproved({ operation: "class", instanceId: id, parameters });

    await run(desk, request);
    await run(desk, request);

    expect(await desk.find(request.id)).toMatchObject({
      status: "failed",
      outcome: {
        guidance: `${id} has changed since it was approved: class db.m6g.large → db.m6g.2xlarge. So it cannot be done as it was asked for: ${id} has that already. Nothing was done. Ask anew for what is still needed.`,
      },
    });
    expect((await desk.eventKinds(request.id)).slice(-2)).toEqual(["claimed", "failed"]);
    expect(await desk.rds.changingCalls()).toEqual([]);
  });

  test("as it needs more approvals than there are people left, ends the run, and says what to do", async () => {
    const text = policyText({ groups: { dba: { members: [priya.id] } }, rules: [] });
    const policy = readPolicy(JSON.stringify(text), "policy");
    const staging = "staging-orders-01";
    const desk = await openDesk(bench, {
      ...changedTo({ parameterApplyStatus: "pending-reboot" }, staging),
      policy,
    });
    const request = await desk.askApproved({ operation: "reboot", instanceId: staging });

    await run(desk, request);

    expect(request.requirement.approvals).toBe(1);
    expect(await desk.find(request.id)).toMatchObject({
      status: "failed",
      outcome: {
        guidance: expect.stringContaining(
          "As it is now this needs 2 approvals, and besides the requester only 1 of the approvers could give one.",
        ),
      },
    });
    expect(await desk.rds.changingCalls()).toEqual([]);
  });
});

test("a target that is of another environment by now fails without a call: others may have to agree", async () => {
  const desk = await openDesk(bench, larger);
  const request = await desk.askApproved(snapshot);
  const known = await bench.inventory.find(at(id));
  if (!known) throw new Error(`${id} is not there`);
  await bench.inventory.save({ ...known, environment: "sandbox" });

  await run(desk, request);
  await bench.inventory.save(known);

  expect(await desk.find(request.id)).toMatchObject({
    status: "failed",
    outcome: { guidance: expect.stringContaining("of the environment production when this was asked for") },
  });
  expect(await desk.rds.changingCalls()).toEqual([]);
});

describe("a run that was interrupted before its call", () => {
  test.each<[string, Partial<Instance>, RegExp]>([
    [
      "drifted",
      { instanceClass: "db.m6g.2xlarge" },
      /not as it was approved.*class db\.m6g\.large → db\.m6g\.2xlarge/,
    ],
    ["was replaced", { resourceId: "db-NEW" }, /identity db-\w+ → db-NEW/],
  ])("fails and calls nothing when the target %s meanwhile", async (_what, changes, guidance) => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved(snapshot);
    await desk.rds.fault({ action: "CreateDBSnapshot", kind: "drop-before" });
    await expect(run(desk, request)).rejects.toThrow();
    desk.pass(desk.times.leaseSeconds);

    const later = await desk.openRds(changedTo(changes));
    await desk.runOperationOn(later.gateway)({ requestId: request.id, step: 0 });

    expect(await desk.find(request.id)).toMatchObject({
      status: "failed",
      outcome: { result: "failed", guidance: expect.stringMatching(guidance) },
    });
    expect(await later.changingCalls()).toEqual([]);
    expect((await desk.eventKinds(request.id)).slice(-3)).toEqual(["claimed", "resumed", "failed"]);
  });
});

test("a run that was interrupted before its call, and may not start any more by now, calls nothing", async () => {
  const desk = await openDesk(bench, {
    policy: timed(bench.policy, { freezes: [freezeInMinutes(60, 600)] }),
  });
  const request = await desk.askApproved(snapshot);
  await desk.rds.fault({ action: "CreateDBSnapshot", kind: "drop-before" });
  await expect(run(desk, request)).rejects.toThrow();
  const before = (await desk.rds.changingCalls()).length;
  desk.pass(3600 + 60);

  await run(desk, request);

  expect(await desk.find(request.id)).toMatchObject({
    status: "failed",
    outcome: {
      guidance: expect.stringMatching(/^The run was interrupted .* freeze sales .* Nothing was done\./),
    },
  });
  expect(await desk.rds.changingCalls()).toHaveLength(before);
});

test("what is asked for after a drift is asked of the instance as it was found", async () => {
  const desk = await openDesk(bench, larger);
  await run(desk, await desk.askApproved(snapshot));

  const next = await desk.askApproved(snapshot);
  await desk.dispatch(next.id);
  await desk.drainRuns();

  expect((await desk.find(next.id)).status).toBe("executed");
});

test("an older request, without the state that it was approved in, is held against the instance's identity alone", async () => {
  const desk = await openDesk(bench, changedTo({ instanceClass: "db.t4g.large" }, "dev-postgres-01"));
  const { intent, ...request } = await desk.ask({ ...snapshot, instanceId: "dev-postgres-01" });
  if (intent.kind !== "rds") throw new Error("is about no instance");
  const { state, ...older } = intent;
  const change = accepted(create({ ...request, id: newRequestId(), intent: older }, desk.now()));
  await desk.requests.create(change, change.request.id);

  await desk.dispatch(change.request.id);
  await desk.drainRuns();

  expect(state).toMatchObject({ class: "db.t4g.medium" });
  expect((await desk.find(change.request.id)).status).toBe("executed");
});
