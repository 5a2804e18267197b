import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPolicy } from "../../../src/app/files/read-policy.ts";
import type { Submission } from "../../../src/app/submit/submit-request.ts";
import type { Refusal } from "../../../src/core/refusal.ts";
import { sampleInstances } from "../../../src/local/rds/sample-instances.ts";
import { catalogue } from "../../../src/operations/catalogue.ts";
import { type Desk, openDesk, submissionOf } from "../../support/desk.ts";
import { at, sampleInstance } from "../../support/sample-instance.ts";
import {
  dana,
  lena,
  marco,
  priya,
  startWorkbench,
  tenant,
  tom,
  type Workbench,
} from "../../support/workbench.ts";

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

/** The first five, by name. */
function namesLike(start: string): readonly string[] {
  const names = sampleInstances.map(({ id }) => id).filter((id) => id.startsWith(start));
  return names.toSorted().slice(0, 5);
}

describe("what cannot be asked for", () => {
  test("an operation that is not in the catalogue: the known ones are told", async () => {
    const desk = await openDesk(bench);

    const refusal = await refusalOf(desk, { operation: "drop_database" });

    expect(refusal).toEqual({
      kind: "unknown-operation",
      operation: "drop_database",
      known: catalogue.map(({ shortName }) => shortName),
    });
  });

  test.each([
    ["prod-ordres-01", namesLike("prod")],
    ["  STAGING-order ", ["staging-orders-01", "staging-payments-01"]],
  ])("an instance called %j that is not there: similar names are told", async (instanceId, similar) => {
    const desk = await openDesk(bench);

    const refusal = await refusalOf(desk, { instanceId });

    expect(refusal).toEqual({ kind: "unknown-instance", instanceId, similar });
  });

  test("an instance of a name like no other", async () => {
    const desk = await openDesk(bench);

    const refusal = await refusalOf(desk, { instanceId: "zebra" });

    expect(refusal).toEqual({ kind: "unknown-instance", instanceId: "zebra", similar: [] });
  });

  test("another tenant's instance, which is not named among the similar ones either", async () => {
    const desk = await openDesk(bench);
    const own = await bench.inventory.find(at("prod-orders-01"));
    if (!own) throw new Error("prod-orders-01 is not there");
    await bench.inventory.save({ ...own, id: "yonder-01", tenant: "somebody-else" });

    const refusal = await refusalOf(desk, { instanceId: "yonder-01" });

    expect(refusal).toEqual({ kind: "unknown-instance", instanceId: "yonder-01", similar: [] });
  });

  test.each([
    [
      "a snapshot id against RDS's rules",
      { parameters: { snapshot_id: "9 lives" } },
      "snapshot_id",
      /start with a letter/,
    ],
    [
      "a snapshot id that is too long",
      { parameters: { snapshot_id: "a".repeat(256) } },
      "snapshot_id",
      /255 characters/,
    ],
    ["a parameter that the operation does not have", { parameters: { force: true } }, "force", /no such/],
    [
      "an answer that is neither yes nor no",
      { operation: "reboot", parameters: { force_failover: "perhaps" } },
      "force_failover",
      /./,
    ],
    [
      "failover of an instance without a standby",
      { operation: "reboot", instanceId: "prod-reports-01", parameters: { force_failover: "yes" } },
      "force_failover",
      /no standby/,
    ],
  ])("%s is told beside its parameter", async (_what, asked, parameter, message) => {
    const desk = await openDesk(bench);

    const refusal = await refusalOf(desk, asked);

    expect(refusal).toEqual({
      kind: "invalid-parameters",
      issues: [{ parameter, message: expect.stringMatching(message) }],
    });
  });

  test.each([
    ["no justification", "", { kind: "justification-required" }],
    ["a justification of blanks", " \n ", { kind: "justification-required" }],
    [
      "a justification that is too long",
      "a".repeat(2001),
      { kind: "text-too-long", field: "justification", limit: 2000 },
    ],
  ])("%s", async (_what, justification, expected) => {
    const desk = await openDesk(bench);

    expect(await refusalOf(desk, { justification })).toEqual(expected);
  });

  test("what nobody but the requester could approve", async () => {
    const text = (await readFile("infra/policy.yaml", "utf8"))
      .replace(
        "members: [priya.nair@acme.example, tom.okafor@acme.example]",
        "members: [priya.nair@acme.example]",
      )
      .replaceAll("approvers: [dba-leads, sre-oncall]", "approvers: [dba-leads]");
    const desk = await openDesk(bench, { policy: readPolicy(text, "small.yaml") });

    const refusal = await refusalOf(desk, { by: priya, instanceId: "staging-orders-01" });

    expect(refusal).toEqual({ kind: "nobody-can-approve", needed: 1, eligible: 0, groups: ["dba-leads"] });
  });

  test("nothing of a refused submission is kept, and its copy can be asked for again", async () => {
    const desk = await openDesk(bench);
    const correlationId = randomUUID();
    await refusalOf(desk, { correlationId, justification: "", instanceId: "legacy-crm" });

    const outcome = await desk.submit(submissionOf({ correlationId, instanceId: "legacy-crm" }));
    const listed = await bench.requests.listByInstance("acme", "legacy-crm", { limit: 10 });

    expect(outcome.ok).toBe(true);
    expect(listed.items).toHaveLength(1);
  });
});

describe("a request", () => {
  test("is kept as it was asked for, with the requirement and the policy's version of that moment", async () => {
    const desk = await openDesk(bench);

    const request = await desk.ask({ operation: "Snapshot", instanceId: " Prod-Orders-01 " });

    expect(await desk.find(request.id)).toEqual(request);
    expect(request).toMatchObject({
      tenant,
      version: 1,
      status: "pending",
      intent: {
        kind: "rds",
        operation: "create_snapshot",
        instance: { id: "prod-orders-01", account: "123456789012", region: "eu-central-1" },
        parameters: { snapshot_id: null },
      },
      requestedBy: dana,
      requestedVia: "slack",
      environment: "production",
      environmentSource: "tag Environment=production",
      risk: "high",
      requirement: {
        approvals: 2,
        approvers: [priya.id, tom.id, lena.id, marco.id],
        groups: ["dba-leads", "sre-oncall"],
        rules: ["production"],
        policyVersion: bench.policy.hash,
      },
      slackChannels: ["C0DBPROD"],
    });
    expect(request.expiresAt.getTime() - request.requestedAt.getTime()).toBe(24 * 3_600_000);
  });

  test("holds the state that the instance is approved in", async () => {
    const desk = await openDesk(bench);

    const { intent } = await desk.ask({ instanceId: "prod-orders-01" });

    expect(intent).toMatchObject({
      state: {
        class: "db.r6g.xlarge",
        multi_az: true,
        engine_version: "16.4",
        storage_type: "gp3",
        storage_gib: 500,
        iops: 12_000,
        pending: { class: "db.r6g.2xlarge" },
        pending_parameters: false,
      },
    });
  });

  test.each([
    ["raised by one level", "staging", true, "high", 2, ["pending changes are applied too"]],
    ["as the policy has it where nothing is pending", "staging", false, "medium", 1, []],
    ["high where it is high anyway", "production", true, "high", 2, []],
  ] as const)(
    "for a reboot is of a risk %s",
    async (_what, environment, hasPendingParameters, risk, approvals, raisedBy) => {
      const desk = await openDesk(bench);
      const id = `reboot-${environment}-${hasPendingParameters}`;
      await bench.inventory.save(sampleInstance({ id, tenant, environment, hasPendingParameters }));

      const request = await desk.ask({ operation: "reboot", instanceId: id });

      expect(request).toMatchObject({ risk, requirement: { approvals, raisedBy } });
      const collateral = request.description.facts.filter(({ label }) => label === "Also applied");
      expect(collateral).toHaveLength(hasPendingParameters ? 1 : 0);
    },
  );

  test("stays under the policy that it was asked for under", async () => {
    const before = await openDesk(bench);
    const stricter = (await readFile("infra/policy.yaml", "utf8")).replace(
      "staging: medium,",
      "staging: high,",
    );
    const after = await openDesk(bench, { policy: readPolicy(stricter, "stricter.yaml") });

    const old = await before.ask({ instanceId: "staging-orders-01" });
    const young = await after.ask({ instanceId: "staging-orders-01" });
    const approved = await after.approve(await after.find(old.id), priya);

    expect(young.requirement.approvals).toBe(2);
    expect(young.requirement.policyVersion).not.toBe(old.requirement.policyVersion);
    expect(approved).toMatchObject({
      status: "approved",
      requirement: { approvals: 1, policyVersion: bench.policy.hash },
    });
  });

  test.each([
    ["prod-orders-01", "production", "tag Environment=production", ["C0DBPROD"]],
    ["analytics-etl", "production", "tag Stage=prod", ["C0DBPROD"]],
    ["staging-payments-01", "staging", "tag env=staging", ["C0DBAPPROVE"]],
    ["legacy-crm", "production", "nothing tells, so it counts as production", ["C0DBPROD"]],
  ])("for %s says what told its environment", async (instanceId, environment, source, slackChannels) => {
    const desk = await openDesk(bench);

    const request = await desk.ask({ instanceId });

    expect(request).toMatchObject({ environment, environmentSource: source, slackChannels });
  });

  test("of low risk is approved at birth, by the policy, in its one event", async () => {
    const desk = await openDesk(bench);

    const request = await desk.ask({ instanceId: "dev-postgres-01" });

    expect(request).toMatchObject({ status: "approved", risk: "low", decisions: [] });
    expect(request.statusHistory.map(({ status, by }) => [status, by])).toEqual([
      ["pending", dana.id],
      ["approved", "system:policy"],
    ]);
    expect(await desk.events(request.id)).toMatchObject([
      { sequence: 1, kind: "created", status: "approved", actor: dana.id },
    ]);
  });

  test("that is submitted twice is the same one, also where the copy says something else", async () => {
    const desk = await openDesk(bench);
    const correlationId = randomUUID();

    const first = await desk.ask({ correlationId });
    const copy = await desk.ask({ correlationId, justification: "Changed my mind." });

    expect(copy).toEqual(first);
    expect(await desk.eventKinds(first.id)).toEqual(["created"]);
  });

  test("that is submitted twenty times at once is made once", async () => {
    const desk = await openDesk(bench);
    const asked = submissionOf({ instanceId: "prod-payments-01" });

    const outcomes = await Promise.all(Array.from({ length: 20 }, () => desk.submit(asked)));
    const ids = new Set(outcomes.map((outcome) => (outcome.ok ? outcome.value.id : outcome.error.kind)));
    const listed = await bench.requests.listByInstance("acme", "prod-payments-01", { limit: 100 });

    expect(ids.size).toBe(1);
    expect(listed.items.map(({ id }) => id)).toEqual([...ids]);
    for (const { id } of listed.items) expect(await desk.eventKinds(id)).toEqual(["created"]);
  });
});
