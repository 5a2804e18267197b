import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPolicy } from "../../../src/app/files/read-policy.ts";
import type { Submission } from "../../../src/app/submit/submit-request.ts";
import { cardOf } from "../../../src/core/card.ts";
import { addCosts } from "../../../src/core/cost.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { sampleInstances } from "../../../src/local/rds/sample-instances.ts";
import type { Instance } from "../../../src/local/rds/world.ts";
import { policyText } from "../../core/policy/sample-policy.ts";
import { openBulkDesk } from "../../support/bulk-desk.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { at } from "../../support/sample-instance.ts";
import { lena, priya, startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/** A db.r6g.large of 73 × 2.5 USD a month. */
const staging = "staging-orders-01";
const larger: Partial<Submission> = {
  operation: "class",
  instanceId: staging,
  parameters: { instance_class: "db.r6g.xlarge" },
};
const prices = "list prices of 2026-11-01";

async function runToItsEnd(desk: Desk, asked: Partial<Submission>): Promise<ApprovalRequest> {
  const request = await desk.askApproved(asked);
  await desk.dispatch(request.id);
  await desk.drainRuns();
  return desk.find(request.id);
}

function resultsOf(request: ApprovalRequest): readonly unknown[] {
  return cardOf(request, new Date()).results.filter(({ label }) => label === "Cost");
}

test("what several instances have changed of the bill is kept with each, and told of all", async () => {
  const desk = await openBulkDesk(bench);
  const parameters = { instance_class: "db.r6g.large", apply_immediately: "yes" };
  const request = await desk.askApproved({
    operation: "class",
    instanceId: "dev-orders-1,dev-orders-2",
    parameters,
  });
  await desk.dispatch(request.id);
  await desk.drainBulk();

  const done = await desk.find(request.id);

  const [one, other] = (await desk.partsOf(done)).map(({ actualCost }) => actualCost?.change);
  const ends = "run" in done ? (done.run.parts ?? []).map(({ end }) => end?.actualCost?.change) : [];
  expect(done.status).toBe("executed");
  expect(ends).toEqual([one, other]);
  expect(done.actualCost?.change).toEqual(addCosts([one, other]));
  expect(done.actualCost?.change).toMatchObject({ ...done.estimatedCost, kind: "change" });
});

describe("what is asked for", () => {
  test("carries its cost on the request, the card and the first event, and not in the digest", async () => {
    const desk = await openDesk(bench);

    const request = await desk.ask(larger);

    const [created] = await desk.events(request.id);
    expect(cardOf(request, new Date()).facts).toContainEqual({
      label: "Cost",
      value: `about +$183 a month (${prices})`,
    });
    expect(created?.details.estimated_cost).toMatchObject({ kind: "change", monthly_change: 182.5 });
    expect(JSON.stringify(request.intent)).not.toContain("182");
  });

  test("says why where nobody can tell", async () => {
    const desk = await openDesk(bench);

    const request = await desk.ask({ ...larger, parameters: { instance_class: "db.x9.large" } });

    expect(cardOf(request, new Date()).facts).toContainEqual({
      label: "Cost",
      value: "unknown: no price for db.x9.large with postgres in eu-central-1",
    });
  });

  test.each([
    ["db.r6g.xlarge", 182, ["costly"]],
    ["db.r6g.xlarge", 183, []],
    ["db.x9.large", 183, ["costly"]],
  ])("as %s meets a rule about more than %d USD a month: %j", async (instance_class, limit, rules) => {
    const text = policyText({
      groups: { dba: { members: [priya.id, lena.id] } },
      rules: [{ name: "costly", when: { cost_increase_above: limit }, approvals: 2 }],
    });
    const desk = await openDesk(bench, { policy: readPolicy(JSON.stringify(text), "policy") });

    const { requirement } = await desk.ask({ ...larger, parameters: { instance_class } });

    expect(requirement).toMatchObject({ rules, approvals: rules.length > 0 ? 2 : 1 });
  });

  test("of several instances means the whole: a snapshot that its rule wants is made of each", async () => {
    const rule = { name: "costly", when: { cost_increase_above: 300 }, safety_snapshot: true } as const;
    const policy = readPolicy(JSON.stringify(policyText({ rules: [rule] })), "policy");
    const desk = await openDesk(bench, { policy });
    const known = await desk.inventory.find(at(staging));
    if (known) await desk.inventory.save({ ...known, id: "staging-orders-02", resourceId: "db-TWO" });

    const { intent, description, requirement } = await desk.ask({
      ...larger,
      instanceId: "staging-orders-*",
    });

    expect(requirement.rules).toEqual(["costly"]);
    expect(intent).toMatchObject({
      parts: [staging, "staging-orders-02"].map((id) => ({
        safetySnapshot: expect.stringMatching(`^${id}-before-req-`),
      })),
    });
    expect(description.facts).toContainEqual({
      label: "Safety snapshot",
      value: "(instance)-before-(request), made first",
    });
  });

  test("costs anew what it does on the instance as it is found before the run", async () => {
    const found = (spec: (typeof sampleInstances)[number]): Partial<Instance> =>
      spec.id === staging ? { instanceClass: "db.t4g.medium" } : {};
    const instances = sampleInstances.map((spec) => ({ ...spec, ...found(spec) }));
    const desk = await openDesk(bench, { instances });
    const request = await desk.askApproved(larger);

    await desk.runOperation({ requestId: request.id, step: 0 });

    const again = await desk.find(request.id);
    const drifted = (await desk.events(request.id)).at(-1);
    expect(request.estimatedCost).toMatchObject({ monthlyChange: 182.5 });
    expect(again).toMatchObject({ status: "pending", estimatedCost: { monthlyChange: 292 } });
    expect(drifted).toMatchObject({ kind: "drifted", details: { estimated_cost: { monthly_change: 292 } } });
  });
});

describe("what a run came to", () => {
  test("stands beside the estimate on the request, the card and the last event", async () => {
    const desk = await openDesk(bench);

    const request = await runToItsEnd(desk, larger);

    const completed = (await desk.events(request.id)).at(-1);
    expect(request).toMatchObject({
      status: "executed",
      actualCost: { change: { monthlyChange: 182.5 }, waitsForMaintenance: false },
    });
    expect(resultsOf(request)).toEqual([
      { label: "Cost", value: `+$182.50 a month (estimated +$182.50; ${prices})` },
    ]);
    expect(completed?.details).toMatchObject({
      actual_cost: { kind: "change", monthly_change: 182.5, waits_for_maintenance: false },
      estimated_cost: { kind: "change", monthly_change: 182.5 },
    });
  });

  test("comes with the maintenance window where the change waits for that", async () => {
    const desk = await openDesk(bench);
    const parameters = { ...larger.parameters, apply_immediately: "no" };

    const request = await runToItsEnd(desk, { ...larger, parameters });

    expect(resultsOf(request)).toEqual([
      {
        label: "Cost",
        value: `+$182.50 a month from the maintenance window on (estimated +$182.50; ${prices})`,
      },
    ]);
  });

  test("has in it what was applied along", async () => {
    const desk = await openDesk(bench);
    const storage = {
      operation: "storage",
      instanceId: "prod-orders-01",
      parameters: { storage_gib: "600" },
    };

    const request = await runToItsEnd(desk, storage);

    // From db.r6g.xlarge to the pending db.r6g.2xlarge in two zones, and 100 GiB in each.
    expect(resultsOf(request)).toEqual([
      { label: "Cost", value: `+$750.00 a month (estimated +$750.00; ${prices})` },
    ]);
  });

  test.each<[string, string, string]>([
    ["stop", "staging-orders-01", `-$182.50 a month (estimated -$182.50; ${prices})`],
    ["start", "dev-sandbox-01", `+$14.60 a month (estimated +$14.60; ${prices})`],
  ])("of a %s is the hours of the instance", async (operation, instanceId, value) => {
    const desk = await openDesk(bench);

    const request = await runToItsEnd(desk, { operation, instanceId });

    expect(resultsOf(request)).toEqual([{ label: "Cost", value }]);
  });

  test("is not spoken of where nothing changes", async () => {
    const desk = await openDesk(bench);

    const request = await runToItsEnd(desk, { operation: "reboot", instanceId: staging });

    expect(request.status).toBe("executed");
    expect(resultsOf(request)).toEqual([]);
  });

  test("is unknown, and stops nothing, where RDS does not answer at the end", async () => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved({ operation: "snapshot", instanceId: staging });
    await desk.runOperation({ requestId: request.id, step: 0 });
    const place = { account: "123456789012", region: "eu-central-1" };
    const snapshot = () => desk.rds.gateway.findSnapshot(place, `${staging}-${request.id}`);
    await expect.poll(snapshot).toMatchObject({ status: "available" });
    await desk.rds.fault({ action: "DescribeDBInstances", kind: "error", code: "AccessDenied", times: 100 });

    // What it threw is the inventory's, which is told after the end.
    await expect(desk.runOperation({ requestId: request.id, step: 1 })).rejects.toThrow();

    const ended = await desk.find(request.id);
    expect(ended).toMatchObject({ status: "executed", actualCost: { change: { kind: "unknown" } } });
    expect(resultsOf(ended)).toEqual([
      {
        label: "Cost",
        value: "unknown: RDS did not answer what there is now (estimated at most +$9.50)",
      },
    ]);
  });
});
