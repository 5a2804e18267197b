import {
  ModifyDBInstanceCommand,
  type ModifyDBInstanceCommandInput,
  type RDSClient,
  StartDBInstanceCommand,
} from "@aws-sdk/client-rds";
import { expect, test, vi } from "vitest";
import { patiently, startRdsUnderTest } from "./rds-under-test.ts";

const postgres = "dev-postgres-01";

function modify(client: RDSClient, input: Partial<ModifyDBInstanceCommandInput>) {
  return client.send(
    new ModifyDBInstanceCommand({ DBInstanceIdentifier: postgres, ApplyImmediately: true, ...input }),
  );
}

test("changed storage is optimised for a while, in which it cannot be changed again but all else can", async () => {
  const { client, instance } = await startRdsUnderTest({ speed: 4 });
  const status = async () => (await instance(postgres)).DBInstanceStatus;

  await modify(client, { AllocatedStorage: 200 });
  await vi.waitFor(async () => expect(await status()).toBe("storage-optimization"), patiently);

  await expect(modify(client, { AllocatedStorage: 400 })).rejects.toThrow("being optimized");
  await expect(modify(client, { DeletionProtection: true })).resolves.toBeDefined();
  await vi.waitFor(async () => expect(await status()).toBe("available"), patiently);
  expect(await instance(postgres)).toMatchObject({ AllocatedStorage: 200, Iops: 3000 });
});

test.each([
  [{ AllocatedStorage: 101 }, { AllocatedStorage: 110, StorageType: "gp3", Iops: 3000 }],
  [{ AllocatedStorage: 400 }, { AllocatedStorage: 400, StorageType: "gp3", Iops: 12_000 }],
  [
    { StorageType: "io1", Iops: 5000 },
    { AllocatedStorage: 100, StorageType: "io1", Iops: 5000 },
  ],
  [{ StorageType: "gp2" }, { AllocatedStorage: 100, StorageType: "gp2", Iops: undefined }],
])("storage asked for as %o becomes %o", async (asked, storage) => {
  const { client, instance } = await startRdsUnderTest();

  await modify(client, asked);

  await vi.waitFor(async () => {
    const { AllocatedStorage, StorageType, Iops } = await instance(postgres);
    expect({ AllocatedStorage, StorageType, Iops }).toEqual(storage);
  }, patiently);
});

test("a parameter group is given at once and takes effect at the next restart", async () => {
  const { client } = await startRdsUnderTest();

  const { DBInstance } = await modify(client, { DBParameterGroupName: "orders-postgres16" });

  expect(DBInstance?.DBParameterGroups).toEqual([
    { DBParameterGroupName: "orders-postgres16", ParameterApplyStatus: "pending-reboot" },
  ]);
});

test("a new major version brings its default parameter group; a group that somebody made needs a successor", async () => {
  const { client, instance } = await startRdsUnderTest();
  const major = { EngineVersion: "17.2", AllowMajorVersionUpgrade: true };
  const payments = { DBInstanceIdentifier: "prod-payments-01", AllowMajorVersionUpgrade: true };

  const { DBInstance } = await modify(client, major);

  expect(DBInstance?.DBInstanceStatus).toBe("upgrading");
  await vi.waitFor(async () => {
    expect(await instance(postgres)).toMatchObject({
      DBInstanceStatus: "available",
      EngineVersion: "17.2",
      DBParameterGroups: [{ DBParameterGroupName: "default.postgres17" }],
    });
  }, patiently);
  await expect(modify(client, { ...payments, EngineVersion: "8.4.3" })).rejects.toThrow("is custom");
  await expect(
    modify(client, { ...payments, EngineVersion: "8.4.3", DBParameterGroupName: "payments-mysql84" }),
  ).resolves.toBeDefined();
});

test("asking for what is set takes back what was waiting", async () => {
  const { client } = await startRdsUnderTest();

  const { DBInstance } = await modify(client, {
    DBInstanceIdentifier: "prod-orders-01",
    DBInstanceClass: "db.r6g.xlarge",
  });

  expect(DBInstance?.PendingModifiedValues ?? {}).toEqual({});
  expect(DBInstance?.DBInstanceStatus).toBe("available");
});

test("backups cannot be turned off while there are read replicas", async () => {
  const { client } = await startRdsUnderTest();

  const refused = modify(client, { DBInstanceIdentifier: "prod-orders-01", BackupRetentionPeriod: 0 });

  await expect(refused).rejects.toMatchObject({ name: "InvalidDBInstanceStateFault" });
});

test("a modification that fails changes nothing and says so among the events", async () => {
  const { client, fault, instance, messages } = await startRdsUnderTest();
  await fault({ action: "ModifyDBInstance", kind: "fail" });

  await modify(client, { DBInstanceClass: "db.r6g.large", PreferredBackupWindow: "05:00-05:30" });

  await vi.waitFor(async () => {
    expect(await messages("db-instance", postgres)).toContain(
      "Unable to apply the modification to the DB instance.",
    );
  }, patiently);
  expect(await instance(postgres)).toMatchObject({
    DBInstanceStatus: "available",
    DBInstanceClass: "db.t4g.medium",
    PreferredBackupWindow: "02:00-02:30",
  });
});

test("a start that fails leaves the instance in a status that it cannot leave", async () => {
  const { client, fault, instance } = await startRdsUnderTest();
  await fault({ action: "StartDBInstance", kind: "fail" });

  await client.send(new StartDBInstanceCommand({ DBInstanceIdentifier: "dev-sandbox-01" }));

  await vi.waitFor(async () => {
    expect((await instance("dev-sandbox-01")).DBInstanceStatus).toBe("incompatible-network");
  }, patiently);
});
