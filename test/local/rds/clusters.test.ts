import {
  CreateDBSnapshotCommand,
  DescribeDBClustersCommand,
  FailoverDBClusterCommand,
  InvalidDBClusterStateFault,
  ModifyDBInstanceCommand,
  RebootDBInstanceCommand,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
} from "@aws-sdk/client-rds";
import { expect, test, vi } from "vitest";
import { makeInstance } from "../../../src/local/rds/sample-instances.ts";
import { patiently, startRdsUnderTest } from "./rds-under-test.ts";

const cluster = { DBClusterIdentifier: "prod-catalog" };
const member = { DBInstanceIdentifier: "prod-catalog-1" };

test("a failover makes the reader the writer, and back", async () => {
  const { client } = await startRdsUnderTest();
  const writer = async () => {
    const { DBClusters = [] } = await client.send(new DescribeDBClustersCommand(cluster));
    const [found] = DBClusters;
    const [one] = found?.DBClusterMembers?.filter(({ IsClusterWriter }) => IsClusterWriter) ?? [];
    return `${one?.DBInstanceIdentifier} ${found?.Status}`;
  };

  const { DBCluster } = await client.send(new FailoverDBClusterCommand(cluster));
  await vi.waitFor(async () => expect(await writer()).toBe("prod-catalog-2 available"), patiently);
  await client.send(new FailoverDBClusterCommand(cluster));
  await vi.waitFor(async () => expect(await writer()).toBe("prod-catalog-1 available"), patiently);

  expect(DBCluster?.Status).toBe("failing-over");
});

test("a cluster that is failing over, or has no reader, cannot fail over", async () => {
  const { client } = await startRdsUnderTest({
    speed: 0.01,
    instances: [
      { id: "one", clusterId: "pair" },
      { id: "two", clusterId: "pair" },
      { id: "alone", clusterId: "single" },
    ],
  });
  const failover = (DBClusterIdentifier: string) =>
    client.send(new FailoverDBClusterCommand({ DBClusterIdentifier }));

  await failover("pair");

  await expect(failover("pair")).rejects.toThrow(InvalidDBClusterStateFault);
  await expect(failover("single")).rejects.toThrow("does not have an instance to fail over to");
});

test("a failover needs a reader that is available", async () => {
  const { client } = await startRdsUnderTest({ speed: 0.01 });
  await client.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: "prod-catalog-2" }));

  const refused = client.send(new FailoverDBClusterCommand(cluster));

  await expect(refused).rejects.toMatchObject({ name: "InvalidDBInstanceStateFault" });
});

test("what belongs to the cluster is refused for its member", async () => {
  const { client } = await startRdsUnderTest();

  await expect(
    client.send(new CreateDBSnapshotCommand({ ...member, DBSnapshotIdentifier: "mine" })),
  ).rejects.toThrow("CreateDBClusterSnapshot");
  await expect(client.send(new StopDBInstanceCommand(member))).rejects.toThrow("not eligible");
  await expect(client.send(new StartDBInstanceCommand(member))).rejects.toThrow("not eligible");
  await expect(
    client.send(new ModifyDBInstanceCommand({ ...member, BackupRetentionPeriod: 3 })),
  ).rejects.toThrow("Set backup retention period for the DB Cluster");
  await expect(
    client.send(new ModifyDBInstanceCommand({ ...member, DBInstanceClass: "db.r6g.xlarge" })),
  ).resolves.toBeDefined();
});

test("a world that was kept before there were clusters goes on without any", async () => {
  const { worldSchema } = await import("../../../src/local/rds/world.ts");
  const { clusterId, failedStatus, ...instance } = makeInstance({ id: "old" });

  const world = worldSchema.parse({ version: 1, instances: [instance], snapshots: [], events: [] });

  expect(world).toMatchObject({ clusters: [], instances: [{ clusterId, failedStatus }] });
});
