import { describe, expect, test, vi } from "vitest";
import { findOperation } from "../../src/operations/catalogue.ts";
import { settingsToJson } from "../../src/operations/frame/instance-state.ts";
import type { Operation } from "../../src/operations/frame/operation.ts";
import type { RdsInstance } from "../../src/operations/frame/rds-gateway.ts";
import { parsed, type Rds, requestId, startRds } from "./start-rds.ts";

const patiently = { timeout: 10_000, interval: 10 } as const;

function operationNamed(name: string): Operation {
  const operation = findOperation(name);
  if (!operation) throw new Error(`there is no ${name}`);
  return operation;
}

async function carryOut(rds: Rds, operation: Operation, instanceId: string, given: unknown): Promise<void> {
  const parameters = parsed(operation, given, await rds.instance(instanceId));
  const run = rds.running(operation, instanceId, parameters);
  const answer = await run.call();
  if (!answer.ok) throw new Error(answer.error.message);
  await vi.waitFor(async () => expect((await run.observe()).kind).toBe("done"), patiently);
  await vi.waitFor(async () => {
    expect(["available", "stopped"]).toContain((await rds.instance(instanceId)).status);
  }, patiently);
}

function stateOf(instance: RdsInstance) {
  return { ...settingsToJson(instance), pending: instance.pending, status: instance.status };
}

function factsOf(operation: Operation, given: unknown, instance: RdsInstance) {
  const parameters = parsed(operation, given, instance);
  return operation
    .describe(parameters, instance, requestId)
    .facts.map(({ label, value }) => `${label}: ${value}`);
}

describe("the inverse gives the old settings back", () => {
  test.each([
    ["backup-window", "dev-postgres-01", { backup_window: "05:00-06:00" }],
    ["maintenance-window", "dev-postgres-01", { maintenance_window: "mon:05:00-mon:06:00" }],
    ["class", "dev-postgres-01", { instance_class: "db.r6g.large" }],
    ["storage", "prod-reports-01", { storage_type: "io1", iops: 5000 }],
    ["storage", "prod-payments-01", { iops: 20_000 }],
    ["monitoring", "dev-postgres-01", { interval_seconds: 60 }],
    ["monitoring", "prod-payments-01", { interval_seconds: 0 }],
    ["parameter-group", "dev-postgres-01", { parameter_group: "orders-postgres16" }],
    ["retention", "dev-postgres-01", { retention_days: 0 }],
    ["multi-az", "prod-payments-01", { multi_az: "no" }],
    ["deletion-protection", "prod-payments-01", { deletion_protection: "no" }],
    ["start", "dev-sandbox-01", {}],
    ["stop", "dev-postgres-01", {}],
  ])("of %s on %s", async (name, instanceId, given) => {
    const rds = await startRds();
    const operation = operationNamed(name);
    const before = await rds.instance(instanceId);
    const inverse = operation.inverse(parsed(operation, given, before), before, requestId);

    await carryOut(rds, operation, instanceId, given);
    const between = await rds.instance(instanceId);
    await carryOut(rds, operationNamed(inverse?.operation ?? "none"), instanceId, inverse?.parameters);
    const after = await rds.instance(instanceId);

    expect(stateOf(between)).not.toEqual(stateOf(before));
    expect(stateOf(after)).toEqual(stateOf(before));
  });

  test.each([
    ["upgrade", "dev-postgres-01", { engine_version: "16.6" }],
    ["upgrade", "dev-postgres-01", { engine_version: "17.2", allow_major_version: true }],
    ["storage", "dev-postgres-01", { storage_gib: 200 }],
    ["reboot", "dev-postgres-01", {}],
    ["delete-snapshot", "dev-postgres-01", { snapshot_id: "old" }],
    ["failover", "prod-catalog-1", {}],
  ])("but there is none of %s on %s with %o", async (name, instanceId, given) => {
    const rds = await startRds();
    const operation = operationNamed(name);
    const before = await rds.instance(instanceId);

    expect(operation.inverse(parsed(operation, given, before), before, requestId)).toBeUndefined();
  });

  test("a snapshot is undone by its deletion, under the id that it gets", async () => {
    const rds = await startRds();
    const before = await rds.instance("dev-postgres-01");

    const inverse = operationNamed("snapshot").inverse({ snapshot_id: null }, before, requestId);

    expect(inverse).toEqual({
      operation: "delete_snapshot",
      parameters: { snapshot_id: `dev-postgres-01-${requestId}` },
    });
  });
});

describe("what is pending", () => {
  const also = "Also applied: class: db.r6g.xlarge → db.r6g.2xlarge";

  test.each([
    ["backup-window", { backup_window: "05:00-06:00" }, true],
    ["backup-window", { backup_window: "05:00-06:00", apply_immediately: "no" }, false],
    ["storage", { storage_gib: 600 }, true],
    ["deletion-protection", { deletion_protection: "no" }, false],
    ["monitoring", { interval_seconds: 5 }, false],
    ["parameter-group", { parameter_group: "orders-postgres16" }, false],
    ["class", { instance_class: "db.r6g.4xlarge" }, false],
    ["reboot", {}, false],
  ])("is told of when %s with %o makes it take effect", async (name, given, isTold) => {
    const rds = await startRds();
    const instance = await rds.instance("prod-orders-01");
    const operation = operationNamed(name);

    const facts = factsOf(operation, given, instance);

    expect(facts.includes(also)).toBe(isTold);
    expect(operation.collateral(parsed(operation, given, instance), instance)).toHaveLength(isTold ? 1 : 0);
  });

  test("of parameters is told of when the database restarts", async () => {
    const rds = await startRds();
    const instance = await rds.instance("prod-payments-01");
    const also = "Also applied: pending parameters of payments-mysql80";

    expect(factsOf(operationNamed("class"), { instance_class: "db.r6g.large" }, instance)).toContain(also);
    expect(factsOf(operationNamed("reboot"), {}, instance)).toContain(also);
    expect(factsOf(operationNamed("multi-az"), { multi_az: "no" }, instance)).not.toContain(also);
  });

  test("can be taken back by asking for what is set, and be applied by asking for it", async () => {
    const rds = await startRds();
    const operation = operationNamed("class");
    await carryOut(rds, operation, "prod-orders-01", { instance_class: "db.r6g.xlarge" });
    const back = await rds.instance("prod-orders-01");
    const later = { instance_class: "db.r6g.4xlarge", apply_immediately: "no" };
    await carryOut(rds, operation, "prod-orders-01", later);
    const pending = await rds.instance("prod-orders-01");
    await carryOut(rds, operation, "prod-orders-01", { instance_class: "db.r6g.4xlarge" });
    const applied = await rds.instance("prod-orders-01");

    expect(back).toMatchObject({ instanceClass: "db.r6g.xlarge", pending: {} });
    expect(pending).toMatchObject({
      instanceClass: "db.r6g.xlarge",
      pending: { instanceClass: "db.r6g.4xlarge" },
    });
    expect(operation.parse(later, pending)).toMatchObject({
      error: [{ message: "prod-orders-01 has that already" }],
    });
    expect(applied).toMatchObject({ instanceClass: "db.r6g.4xlarge", pending: {} });
  });
});

test("what waits for the maintenance window is done when RDS shows it as pending", async () => {
  const rds = await startRds();
  const operation = operationNamed("upgrade");
  const given = { engine_version: "16.6", apply_immediately: "no" };
  const instance = await rds.instance("dev-postgres-01");
  const run = rds.running(operation, instance.id, parsed(operation, given, instance));
  await run.call();

  const observation = await run.observe();

  expect(factsOf(operation, given, instance)).toContain(
    "Takes effect: in the maintenance window, sun:03:30-sun:04:30 UTC",
  );
  expect(observation).toEqual({
    kind: "done",
    facts: [{ label: "Verified engine version", value: "16.6, pending until the maintenance window" }],
    details: { settings: { engine_version: "16.4" }, pending_settings: { engine_version: "16.6" } },
  });
});

test("a setting that RDS takes with the call is done while the instance is at something else", async () => {
  const rds = await startRds({ speed: 0.01 });
  const instance = await rds.instance("dev-postgres-01");
  const backup = operationNamed("backup-window");
  const windowRun = rds.running(backup, instance.id, {
    backup_window: "05:00-06:00",
    apply_immediately: true,
  });
  await windowRun.call();
  await rds.running(operationNamed("reboot"), instance.id, { force_failover: false }).call();

  const observation = await windowRun.observe();

  expect((await rds.instance(instance.id)).status).toBe("rebooting");
  expect(observation.kind).toBe("done");
});

test("storage is done when its optimisation begins", async () => {
  const rds = await startRds({ speed: 4 });
  const operation = operationNamed("storage");
  const instance = await rds.instance("dev-postgres-01");
  const run = rds.running(operation, instance.id, parsed(operation, { storage_gib: 200 }, instance));
  await run.call();

  await vi.waitFor(async () => {
    expect(await run.observe()).toMatchObject({
      kind: "done",
      facts: expect.arrayContaining([
        { label: "Storage", value: "RDS optimises it now, for hours; the database can be used meanwhile" },
      ]),
    });
  }, patiently);
});

test.each([
  ["class", { instance_class: "db.r6g.large" }, "prod-orders-01-replica: class stays as it is"],
  ["storage", { storage_gib: 600 }, "prod-orders-01-replica: storage stays as it is"],
  ["upgrade", { engine_version: "16.6" }, "prod-orders-01-replica: to be upgraded as well"],
])("%s names the read replicas and what becomes of them", async (name, given, fate) => {
  const rds = await startRds();

  const facts = factsOf(operationNamed(name), given, await rds.instance("prod-orders-01"));

  expect(facts).toContain(`Read replicas: ${fate}`);
});

test.each([
  ["retention", "prod-orders-01", { retention_days: 0 }, "needs backups as long as it has read replicas"],
  ["stop", "prod-orders-01", {}, "has read replicas (prod-orders-01-replica): RDS does not stop it"],
  ["stop", "prod-orders-01-replica", {}, "is a read replica of prod-orders-01, and RDS stops none"],
  ["stop", "dev-sandbox-01", {}, "dev-sandbox-01 is stopped already"],
  ["start", "dev-postgres-01", {}, "dev-postgres-01 is not stopped"],
  ["failover", "dev-postgres-01", {}, "dev-postgres-01 is in no cluster"],
  [
    "upgrade",
    "prod-payments-01",
    { engine_version: "8.4.3", allow_major_version: "yes" },
    "payments-mysql80 is for the old version: name a group for the new one",
  ],
  ["reboot", "dev-postgres-01", { force_failover: "yes" }, "there is no standby to fail over to"],
])("%s is refused for %s with %o", async (name, instanceId, given, message) => {
  const rds = await startRds();

  const result = operationNamed(name).parse(given, await rds.instance(instanceId));

  expect(result).toMatchObject({ ok: false, error: [{ message: expect.stringContaining(message) }] });
});

test.each([
  ["snapshot", {}],
  ["start", {}],
  ["stop", {}],
  ["backup-window", { backup_window: "05:00-06:00" }],
  ["retention", { retention_days: 3 }],
  ["storage", { storage_gib: 100, storage_type: "gp3" }],
  ["multi-az", { multi_az: true }],
  ["deletion-protection", { deletion_protection: true }],
  ["upgrade", { engine_version: "16.6" }],
])("%s is refused for a member of a cluster, as it is the cluster's", async (name, given) => {
  const rds = await startRds();

  const result = operationNamed(name).parse(given, await rds.instance("prod-catalog-1"));

  expect(result).toMatchObject({ error: [{ message: expect.stringContaining("cluster prod-catalog") }] });
});

test("a new major version with a group that somebody made takes the group for it", async () => {
  const rds = await startRds();
  const given = {
    engine_version: "8.4.3",
    allow_major_version: "yes",
    parameter_group: "payments-mysql84",
  };

  await carryOut(rds, operationNamed("upgrade"), "prod-payments-01", given);

  expect(await rds.instance("prod-payments-01")).toMatchObject({
    engineVersion: "8.4.3",
    parameterGroup: "payments-mysql84",
  });
});

test.each([
  ["eu-central-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
])("the monitoring role in %s is one of the partition %s; turning it off names none", (region, partition) => {
  const operation = operationNamed("monitoring");
  const place = { account: "123456789012", region };
  const context = { requestId, instanceId: "one", place, claimedAt: new Date(0) };

  expect(operation.command({ interval_seconds: 1 }, context)).toMatchObject({
    monitoringRoleArn: `arn:${partition}:iam::123456789012:role/rds-monitoring-role`,
  });
  expect(operation.command({ interval_seconds: 0 }, context)).not.toHaveProperty("monitoringRoleArn");
});
