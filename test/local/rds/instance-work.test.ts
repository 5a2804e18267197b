import {
  DescribeEventsCommand,
  InvalidDBInstanceStateFault,
  ModifyDBInstanceCommand,
  type ModifyDBInstanceCommandInput,
  type RDSClient,
  RebootDBInstanceCommand,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
  waitUntilDBInstanceAvailable,
} from "@aws-sdk/client-rds";
import { expect, test, vi } from "vitest";
import { patiently, quickly, startRdsUnderTest } from "./rds-under-test.ts";

function available(client: RDSClient, DBInstanceIdentifier: string) {
  return waitUntilDBInstanceAvailable({ client, ...quickly }, { DBInstanceIdentifier });
}

function modify(client: RDSClient, input: ModifyDBInstanceCommandInput) {
  return client.send(new ModifyDBInstanceCommand(input));
}

test("a reboot takes the instance through rebooting, tells of it, and applies waiting parameters", async () => {
  const { client, instance, messages } = await startRdsUnderTest();
  const before = await instance("prod-payments-01");

  const { DBInstance } = await client.send(
    new RebootDBInstanceCommand({ DBInstanceIdentifier: "prod-payments-01" }),
  );
  await available(client, "prod-payments-01");
  const after = await instance("prod-payments-01");

  expect(before.DBParameterGroups?.[0]?.ParameterApplyStatus).toBe("pending-reboot");
  expect(DBInstance?.DBInstanceStatus).toBe("rebooting");
  expect(after.DBParameterGroups?.[0]?.ParameterApplyStatus).toBe("in-sync");
  expect(await messages("db-instance", "prod-payments-01")).toEqual([
    "DB instance shutdown",
    "DB instance restarted",
  ]);
});

test("a failover swaps the zones of a Multi-AZ instance", async () => {
  const { client, instance, messages } = await startRdsUnderTest();
  const before = await instance("prod-orders-01");

  await client.send(
    new RebootDBInstanceCommand({ DBInstanceIdentifier: "prod-orders-01", ForceFailover: true }),
  );
  await available(client, "prod-orders-01");
  const after = await instance("prod-orders-01");

  expect(after.AvailabilityZone).toBe(before.SecondaryAvailabilityZone);
  expect(after.PendingModifiedValues).toEqual({ DBInstanceClass: "db.r6g.2xlarge" });
  expect(await messages("db-instance", "prod-orders-01")).toEqual([
    "Multi-AZ instance failover started.",
    "DB instance shutdown",
    "DB instance restarted",
    "Multi-AZ instance failover completed",
  ]);
});

test("a failover of a single-zone instance is refused", async () => {
  const { client } = await startRdsUnderTest();

  const refused = client.send(
    new RebootDBInstanceCommand({ DBInstanceIdentifier: "prod-reports-01", ForceFailover: true }),
  );

  await expect(refused).rejects.toMatchObject({ name: "InvalidParameterCombination" });
});

test("what needs an available instance is refused for a stopped one", async () => {
  const { client } = await startRdsUnderTest();
  const stopped = { DBInstanceIdentifier: "dev-sandbox-01" };

  await expect(client.send(new RebootDBInstanceCommand(stopped))).rejects.toThrow(
    InvalidDBInstanceStateFault,
  );
  await expect(client.send(new StopDBInstanceCommand(stopped))).rejects.toThrow(InvalidDBInstanceStateFault);
  await expect(modify(client, { ...stopped, MultiAZ: true })).rejects.toThrow(InvalidDBInstanceStateFault);
});

test("an instance is started and stopped; one with a replica cannot be", async () => {
  const { client, instance, messages } = await startRdsUnderTest();
  const sandbox = { DBInstanceIdentifier: "dev-sandbox-01" };

  const { DBInstance: starting } = await client.send(new StartDBInstanceCommand(sandbox));
  await available(client, "dev-sandbox-01");
  const { DBInstance: stopping } = await client.send(new StopDBInstanceCommand(sandbox));
  await vi.waitFor(async () => {
    expect((await instance("dev-sandbox-01")).DBInstanceStatus).toBe("stopped");
  }, patiently);

  expect(starting?.DBInstanceStatus).toBe("starting");
  expect(stopping?.DBInstanceStatus).toBe("stopping");
  expect(await messages("db-instance", "dev-sandbox-01")).toEqual([
    "DB instance started",
    "DB instance stopped",
  ]);
  await expect(
    client.send(new StopDBInstanceCommand({ DBInstanceIdentifier: "prod-orders-01" })),
  ).rejects.toThrow(InvalidDBInstanceStateFault);
});

test("a modification waits for the maintenance window unless it is to apply immediately", async () => {
  const { client } = await startRdsUnderTest();

  const { DBInstance } = await modify(client, {
    DBInstanceIdentifier: "dev-postgres-01",
    DBInstanceClass: "db.t4g.large",
    PreferredBackupWindow: "05:00-05:30",
    DeletionProtection: true,
  });

  expect(DBInstance).toMatchObject({
    DBInstanceStatus: "available",
    DBInstanceClass: "db.t4g.medium",
    PendingModifiedValues: { DBInstanceClass: "db.t4g.large" },
    PreferredBackupWindow: "05:00-05:30",
    DeletionProtection: true,
  });
});

test("applied immediately, it goes through modifying and takes along what was waiting", async () => {
  const { client, instance, messages } = await startRdsUnderTest();

  const { DBInstance } = await modify(client, {
    DBInstanceIdentifier: "prod-orders-01",
    AllocatedStorage: 600,
    ApplyImmediately: true,
  });
  await available(client, "prod-orders-01");
  const after = await instance("prod-orders-01");

  expect(DBInstance).toMatchObject({
    DBInstanceStatus: "modifying",
    AllocatedStorage: 500,
    PendingModifiedValues: { AllocatedStorage: 600, DBInstanceClass: "db.r6g.2xlarge" },
  });
  expect(after).toMatchObject({ AllocatedStorage: 600, DBInstanceClass: "db.r6g.2xlarge" });
  expect(after.PendingModifiedValues ?? {}).toEqual({});
  expect(await messages("db-instance", "prod-orders-01")).toContain(
    "Finished applying modification to DB instance class",
  );
});

test("monitoring and a retention that stays on change as soon as possible", async () => {
  const { client, instance } = await startRdsUnderTest();

  const { DBInstance } = await modify(client, {
    DBInstanceIdentifier: "dev-mysql-01",
    MonitoringInterval: 60,
    MonitoringRoleArn: "arn:aws:iam::123456789012:role/rds-monitoring-role",
    BackupRetentionPeriod: 14,
  });
  await available(client, "dev-mysql-01");

  expect(DBInstance?.DBInstanceStatus).toBe("modifying");
  expect(await instance("dev-mysql-01")).toMatchObject({ MonitoringInterval: 60, BackupRetentionPeriod: 14 });
});

test.each([
  [{ AllocatedStorage: 50 }, "InvalidParameterValue"],
  [{ DBInstanceClass: "huge" }, "InvalidParameterValue"],
  [{ BackupRetentionPeriod: 36 }, "InvalidParameterValue"],
  [{ MonitoringInterval: 7 }, "InvalidParameterValue"],
  [{ MonitoringInterval: 60 }, "InvalidParameterCombination"],
  [{ MonitoringInterval: 60, MonitoringRoleArn: "a role" }, "InvalidParameterValue"],
  [
    { MonitoringInterval: 0, MonitoringRoleArn: "arn:aws:iam::123456789012:role/m" },
    "InvalidParameterCombination",
  ],
  [{ DBParameterGroupName: "nobody-made-it" }, "DBParameterGroupNotFoundFault"],
  [{ DBParameterGroupName: "payments-mysql80" }, "InvalidParameterCombination"],
  [{ StorageType: "tape" }, "InvalidParameterValue"],
  [{ StorageType: "gp2", Iops: 3000 }, "InvalidParameterCombination"],
  [{ Iops: 12_000 }, "InvalidParameterCombination"],
  [{ AllocatedStorage: 400, Iops: 11_999 }, "InvalidParameterCombination"],
  [{ StorageType: "io1" }, "InvalidParameterCombination"],
  [{ StorageType: "io1", Iops: 5001 }, "InvalidParameterCombination"],
  [{ AllocatedStorage: 65_537 }, "InvalidParameterValue"],
  [{ PreferredBackupWindow: "at night" }, "InvalidParameterValue"],
  [{ NewDBInstanceIdentifier: "renamed" }, "InvalidParameterValue"],
  [{ EngineVersion: "17.2" }, "InvalidParameterCombination"],
  [{ EngineVersion: "16.3" }, "InvalidParameterCombination"],
])("a modification to %o is refused as %s", async (change, name) => {
  const { client } = await startRdsUnderTest();

  const refused = modify(client, { DBInstanceIdentifier: "dev-postgres-01", ...change });

  await expect(refused).rejects.toMatchObject({ name });
});

test("events are chosen by time and category", async () => {
  const { client } = await startRdsUnderTest();
  const earlier = new Date(Date.now() - 1000);
  await client.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: "dev-mysql-01" }));
  await available(client, "dev-mysql-01");

  const since = await client.send(new DescribeEventsCommand({ StartTime: earlier }));
  const before = await client.send(new DescribeEventsCommand({ EndTime: earlier }));
  const backups = await client.send(new DescribeEventsCommand({ Duration: 10, EventCategories: ["backup"] }));

  expect(since.Events?.map(({ Message }) => Message)).toEqual([
    "DB instance shutdown",
    "DB instance restarted",
  ]);
  expect(since.Events?.[0]).toMatchObject({
    SourceType: "db-instance",
    SourceIdentifier: "dev-mysql-01",
    SourceArn: "arn:aws:rds:eu-central-1:123456789012:db:dev-mysql-01",
    EventCategories: ["availability"],
    Date: expect.any(Date),
  });
  expect(before.Events ?? []).toEqual([]);
  expect(backups.Events ?? []).toEqual([]);
});

test("events of one source need its type", async () => {
  const { client } = await startRdsUnderTest();

  const refused = client.send(new DescribeEventsCommand({ SourceIdentifier: "dev-mysql-01" }));

  await expect(refused).rejects.toMatchObject({ name: "InvalidParameterCombination" });
});
