import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Submission } from "../../../src/app/submit/submit-request.ts";
import { partLinesOf } from "../../../src/core/bulk/part-lines.ts";
import { digestOf } from "../../../src/core/intent.ts";
import type { Refusal } from "../../../src/core/refusal.ts";
import { accepted, type Desk, openDesk, submissionOf } from "../../support/desk.ts";
import { inLedger, inOwn, twoAccounts } from "../../support/sample-accounts.ts";
import { at, sampleInstance } from "../../support/sample-instance.ts";
import { lena, priya, startWorkbench, tenant, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

async function refusalOf(desk: Desk, asked: Partial<Submission>): Promise<Refusal> {
  const outcome = await desk.submit(submissionOf(asked));
  if (outcome.ok) throw new Error("was accepted");
  return outcome.error;
}

async function bulkOf(desk: Desk, asked: Partial<Submission>) {
  const request = await desk.ask(asked);
  if (request.intent.kind !== "bulk") throw new Error("is not for several");
  return { request, intent: request.intent, names: request.intent.parts.map(({ instance }) => instance.id) };
}

const reboot: Partial<Submission> = { operation: "reboot" };

/** Fifty-one more in the inventory, of a team of their own. */
async function addMany(desk: Desk, tags: Readonly<Record<string, string>> = {}): Promise<void> {
  const names = Array.from({ length: 51 }, (_, index) => `many-orders-${String(index).padStart(2, "0")}`);
  await Promise.all(
    names.map((id) =>
      desk.inventory.save(
        sampleInstance({ id, environment: "development", environmentSource: "told", tags }),
      ),
    ),
  );
}

describe("several instances are asked for", () => {
  test.each([
    ["a list", "dev-postgres-01,dev-mysql-01", ["dev-mysql-01", "dev-postgres-01"]],
    ["a pattern", "dev-*", ["dev-mysql-01", "dev-postgres-01", "dev-sandbox-01"]],
    ["a tag", "tag:team=platform", ["dev-mysql-01", "dev-postgres-01", "dev-sandbox-01"]],
  ])("by %s", async (_how, instanceId, expected) => {
    const desk = await openDesk(bench);

    const { request, intent, names } = await bulkOf(desk, { ...reboot, instanceId });

    expect(names).toEqual(expected);
    expect(intent).toMatchObject({ operation: "reboot_instance", parallelism: 3 });
    expect(request).toMatchObject({
      status: "pending",
      environment: "development",
      risk: "medium",
      requirement: { approvals: 1 },
      description: { title: `Reboot ${expected.length} instances` },
      digest: digestOf(intent),
    });
    expect(await desk.find(request.id)).toEqual(request);
  });

  test("each with its own identity, parameters and material state, so that the digest covers them all", async () => {
    const desk = await openDesk(bench);

    const { intent } = await bulkOf(desk, { ...reboot, instanceId: "dev-mysql-01,dev-postgres-01" });

    expect(intent.parts).toMatchObject([
      {
        kind: "rds",
        operation: "reboot_instance",
        instance: { id: "dev-mysql-01", resourceId: expect.stringMatching(/^db-/) },
        parameters: { force_failover: false },
        state: { class: "db.t4g.medium", engine_version: "8.4.3", pending_parameters: false },
      },
      { instance: { id: "dev-postgres-01" }, state: { engine_version: "16.4" } },
    ]);
  });

  test("so many at the same time as is said", async () => {
    const desk = await openDesk(bench);

    const { request, intent } = await bulkOf(desk, {
      ...reboot,
      instanceId: "dev-*",
      parameters: { parallel: "5", force_failover: "no" },
    });

    expect(intent.parallelism).toBe(5);
    expect(request.description.facts).toContainEqual({ label: "At the same time", value: "5" });
  });

  test("and the strictest of them counts: what one applies besides raises the risk of all", async () => {
    const desk = await openDesk(bench);
    const known = await desk.inventory.find(at("dev-mysql-01"));
    if (known) await desk.inventory.save({ ...known, hasPendingParameters: true });

    const { request } = await bulkOf(desk, { ...reboot, instanceId: "dev-*" });

    expect(request).toMatchObject({
      risk: "high",
      requirement: { approvals: 2, raisedBy: ["pending changes are applied too"] },
    });
    expect(request.requirement.approvers).toEqual(expect.arrayContaining([priya.id, lena.id]));
    expect(request.description.facts).toContainEqual({
      label: "Also applied",
      value: "pending parameters of default.mysql8.4 (dev-mysql-01)",
    });
  });

  test("needing no approval, it is approved at birth", async () => {
    const desk = await openDesk(bench);

    const { request } = await bulkOf(desk, { operation: "snapshot", instanceId: "dev-*" });

    expect(request).toMatchObject({ status: "approved", risk: "low", requirement: { approvals: 0 } });
  });

  test("once, however often the same submission comes", async () => {
    const desk = await openDesk(bench);
    const asked = submissionOf({ ...reboot, instanceId: "dev-*" });

    const [first, second] = [accepted(await desk.submit(asked)), accepted(await desk.submit(asked))];

    expect(second).toEqual(first);
  });

  test("of one name in two accounts: told apart by their full names, and where they are", async () => {
    const policy = { ...bench.policy, accounts: [...twoAccounts] };
    const desk = await openDesk(bench, { policy });
    for (const place of [inOwn, inLedger]) {
      const environment = { environment: "development", environmentSource: "told" };
      await desk.inventory.save(sampleInstance({ id: "twin-01", ...place, ...environment }));
    }

    const { request, intent } = await bulkOf(desk, { ...reboot, instanceId: "twin-*" });

    const names = ["twin-01.eu-central-1.123456789012", "twin-01.eu-west-1.210987654321"];
    expect(intent.parts.map(({ instance: { account } }) => account)).toEqual([
      inOwn.account,
      inLedger.account,
    ]);
    expect(request.description.facts).toEqual(
      expect.arrayContaining([
        { label: "Instances", value: names.join(", ") },
        { label: "Account", value: `main (123456789012), eu-central-1 (${names[0]})` },
        { label: "Account", value: `ledger (210987654321), eu-west-1 (${names[1]})` },
      ]),
    );
    expect(partLinesOf(request).map((line) => line.split(" · ")[0])).toEqual(names);
  });

  test("of which there is only one: that is an ordinary request", async () => {
    const desk = await openDesk(bench);

    const request = await desk.ask({ ...reboot, instanceId: "dev-post*", parameters: { parallel: 2 } });

    expect(request.intent).toMatchObject({ kind: "rds", instance: { id: "dev-postgres-01" } });
  });

  test("fifty with long tags are kept, with their event, well within what DynamoDB takes", async () => {
    const desk = await openDesk(bench);
    await addMany(desk);
    const tags = Array.from({ length: 6 }, (_, index) => `key${index}=${"v".repeat(200)}`).join(",");

    const { request, names } = await bulkOf(desk, {
      operation: "snapshot",
      instanceId: "many-orders-0?,many-orders-1?,many-orders-2?,many-orders-3?,many-orders-4?",
      parameters: { tags },
    });

    const [created] = await desk.events(request.id);
    expect(names).toHaveLength(50);
    expect(JSON.stringify(created).length).toBeLessThan(200_000);
    expect(JSON.stringify(await desk.find(request.id)).length).toBeLessThan(200_000);
  });
});

describe("several instances cannot be asked for", () => {
  test.each<readonly [string, Partial<Submission>, Partial<Refusal>]>([
    [
      "where none is meant",
      { instanceId: "nothing-*" },
      { kind: "nothing-selected", selection: "nothing-*" },
    ],
    [
      "where a name is wrong: similar ones are told",
      { instanceId: "dev-mysql-01,dev-postgers-01" },
      {
        kind: "unknown-instance",
        instanceId: "dev-postgers-01",
        similar: ["dev-mysql-01", "dev-postgres-01", "dev-sandbox-01"],
      },
    ],
    ["of several environments", { instanceId: "*-orders-01" }, { kind: "mixed-environments" }],
    [
      "so many at once",
      { instanceId: "dev-*", parameters: { parallel: "11" } },
      {
        kind: "invalid-parameters",
        issues: [{ parameter: "parallel", message: "a whole number from 1 to 10" }],
      },
    ],
    [
      "with a parameter that the operation does not have: once for all",
      { instanceId: "dev-*", parameters: { speed: "high" } },
      {
        kind: "invalid-parameters",
        issues: [{ parameter: "speed", message: "this operation has no such parameter" }],
      },
    ],
    [
      "with a parameter that is wrong for one of them: that one is named",
      { operation: "class", instanceId: "dev-*", parameters: { instance_class: "db.t4g.micro" } },
      {
        kind: "invalid-parameters",
        issues: [{ parameter: "instance_class", message: "dev-sandbox-01 has that already" }],
      },
    ],
    [
      "with a parameter that is wrong for each: they are named",
      { instanceId: "dev-*", parameters: { force_failover: "yes" } },
      {
        kind: "invalid-parameters",
        issues: [
          {
            parameter: "force_failover",
            message:
              "dev-mysql-01 is not Multi-AZ: there is no standby to fail over to; the same for dev-postgres-01, dev-sandbox-01",
          },
        ],
      },
    ],
    [
      "under one name for all their snapshots",
      { operation: "snapshot", instanceId: "dev-*", parameters: { snapshot_id: "mine" } },
      {
        kind: "invalid-parameters",
        issues: [
          {
            parameter: "snapshot_id",
            message:
              "dev-mysql-01, dev-postgres-01, dev-sandbox-01 would all act on mine. Ask for one of them, or leave the name to Countersign where it can be",
          },
        ],
      },
    ],
    ["without a reason", { instanceId: "dev-*", justification: " " }, { kind: "justification-required" }],
  ])("%s", async (_why, asked, refusal) => {
    const desk = await openDesk(bench);

    expect(await refusalOf(desk, { ...reboot, ...asked })).toMatchObject(refusal);
  });

  test.each([
    "many-*",
    Array.from({ length: 51 }, (_, index) => `many-orders-${String(index).padStart(2, "0")}`).join(),
  ])("when they are more than fifty: %.20s", async (instanceId) => {
    const desk = await openDesk(bench);
    await addMany(desk);

    expect(await refusalOf(desk, { ...reboot, instanceId })).toEqual({
      kind: "too-many-instances",
      count: 51,
      limit: 50,
    });
  });

  test("when they are more than the environment's policy takes in one request", async () => {
    const { development, ...others } = bench.policy.environments;
    const environments = { ...others, development: { ...development, bulk: { at_most: 2 } } };
    const policy = { ...bench.policy, environments } as typeof bench.policy;
    const desk = await openDesk(bench, { policy });

    expect(await refusalOf(desk, { ...reboot, instanceId: "dev-*" })).toEqual({
      kind: "too-many-instances",
      count: 3,
      limit: 2,
      environment: "development",
    });
  });

  test("of another tenant", async () => {
    const desk = await openDesk(bench);
    await desk.inventory.save(sampleInstance({ id: "foreign-01", tenant: `not-${tenant}` }));

    expect(await refusalOf(desk, { ...reboot, instanceId: "foreign-*" })).toMatchObject({
      kind: "nothing-selected",
    });
    expect(await refusalOf(desk, { ...reboot, instanceId: "dev-mysql-01,foreign-01" })).toMatchObject({
      kind: "unknown-instance",
      instanceId: "foreign-01",
    });
  });

  test("when there is too much to say of them: nothing is kept", async () => {
    const desk = await openDesk(bench);
    await addMany(desk);
    const tags = Array.from({ length: 15 }, (_, index) => `key${index}=${"v".repeat(250)}`).join(",");
    const instanceId = Array.from(
      { length: 50 },
      (_, index) => `many-orders-${String(index).padStart(2, "0")}`,
    ).join();

    expect(await refusalOf(desk, { operation: "snapshot", instanceId, parameters: { tags } })).toEqual({
      kind: "invalid-parameters",
      issues: [
        {
          parameter: "instances",
          message: "there is too much to say of so many at once: ask for fewer at a time",
        },
      ],
    });
  });
});
